"""Render a show: plan the work, do it in parallel, publish the result."""
