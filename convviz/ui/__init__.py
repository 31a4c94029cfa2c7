"""The part that imports Streamlit's sessions: documents, pages, stage, controls, views."""
