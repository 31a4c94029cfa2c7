"""Values to pictures: SVG, drawn by one file a scene, and Plotly figures."""
