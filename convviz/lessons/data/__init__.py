"""The photographs of the lessons.

``astronaut.png``, 128 × 128, and ``astronaut.jpg``, 512 × 512: Eileen Collins, photographed by NASA
in 1992; public domain (https://flic.kr/p/r9qvLn). ``coffee.jpg``, 600 × 400: photographed by Rachel
Michetti, courtesy of Pikolo Espresso Bar; CC0. All RGB; the JPEGs by way of scikit-image's data.
"""
