"""The part of convviz that imports Streamlit: state, controls, stage, server."""
