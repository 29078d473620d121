#!/usr/bin/env python3
"""Starts github_standin.py, and takes what that takes. Python keeps what is
imported compiled, never what it is told to run; with -SE, as tests start it
for each world, it looks neither for packages nor at the caller's settings.
"""
import github_standin

github_standin.main()
