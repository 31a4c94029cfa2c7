"""Values and arithmetic, with NumPy alone: experiments, networks, designs, what comes of them."""
