"""The photograph of the 1×1 lesson.

``astronaut.png``: Eileen Collins, photographed by NASA in 1992; public domain
(https://flic.kr/p/r9qvLn). 128 × 128, RGB.
"""
