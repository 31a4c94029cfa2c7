"""The web server beside Streamlit, without sessions: scripts, compression, headers, QR codes."""
