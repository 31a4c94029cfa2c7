"""The least that a Streamlit page can be: what the first paint is compared with."""

import streamlit as st

st.write("ready")
