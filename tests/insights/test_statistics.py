from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.imbalance.statistics import Posterior, regularised_beta, shrunk


@given(st.integers(1, 60), st.integers(1, 60), st.fractions(0, 1, max_denominator=97))
def test_regularised_beta_is_the_binomial_tail_for_whole_numbers(a, b, x):
    """DLMF 8.17.5: I_x(a, b) = Σ C(n, j) x^j (1 − x)^(n − j) for j from a, with n = a + b − 1."""
    n = a + b - 1
    tail = sum(comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1))
    assert regularised_beta(float(x), a, b) == pytest.approx(float(Fraction(tail)), abs=1e-9)


def test_known_values_of_the_arcsine_distribution():
    assert regularised_beta(0.25, 0.5, 0.5) == pytest.approx(1 / 3)
    assert regularised_beta(0.5, 0.5, 0.5) == pytest.approx(0.5)


def test_small_sample_is_pulled_to_the_region_and_a_large_one_is_not():
    assert shrunk(1.0, 2, 0.5).mean == pytest.approx(4 / 6)
    assert shrunk(1.0, 200, 0.5).mean == pytest.approx(202 / 204)


def test_no_posts_leave_the_prior():
    assert shrunk(1.0, 0, 0.3) == Posterior(1.2, 2.8)


@given(st.floats(0.05, 0.95), st.integers(1, 40))
def test_more_of_the_same_makes_surer(threshold, posts):
    few, more = shrunk(1.0, posts, 0.5), shrunk(1.0, posts + 5, 0.5)
    assert more.above(threshold) >= few.above(threshold) - 1e-12
