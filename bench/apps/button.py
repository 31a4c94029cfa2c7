"""A bare button: its round trip is what an edit is compared with."""

import streamlit as st

st.session_state.setdefault("count", 0)
if st.button("go"):
    st.session_state.count += 1
st.html(f'<p id="count">{st.session_state.count}</p>')
