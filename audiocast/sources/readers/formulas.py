r"""Write simple formulas of TeX as text: `x^2 \leq 10` is "x² ≤ 10"."""

from __future__ import annotations

import re

_TABLE = """
alpha=α beta=β gamma=γ delta=δ epsilon=ε varepsilon=ε theta=θ lambda=λ mu=μ pi=π rho=ρ sigma=σ tau=τ phi=φ
varphi=φ chi=χ psi=ψ omega=ω Delta=Δ Sigma=Σ Omega=Ω Phi=Φ eta=η times=× cdot=× div=÷ pm=± leq=≤ le=≤ geq=≥
ge=≥ neq=≠ ne=≠ approx=≈ sim=~ to=→ rightarrow=→ infty=∞ degree=° circ=° ldots=… dots=… cdots=…
"""
_SYMBOLS = dict(each.split("=") for each in _TABLE.split())
_NOTHING = frozenset(("left", "right", "quad", "qquad"))
_SPACES = re.compile(r"\\[,;:! ]|~")
_ESCAPED = re.compile(r"\\([%$#&_])")
_INNER = re.compile(r"\\(?:mathrm|mathbf|mathit|mathsf|text|textrm|textbf|operatorname|boldsymbol)\{([^{}]*)\}")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]{1,40})\}\{([^{}]{1,40})\}")
_ROOT = re.compile(r"\\sqrt\{([^{}]{1,40})\}")
_NAME = re.compile(r"\\([A-Za-z]+)")
_RAISED = re.compile(r"\^(?:\{([-+\d]{1,6})\}|(\d))")
_LOWERED = re.compile(r"_(?:\{([A-Za-z\d]{1,8})\}|([A-Za-z\d]))")
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LONGEST = 60


def as_text(formula: str) -> str:
    """Return a formula as text, or "" if it is too complex to be read."""
    if len(formula) > _LONGEST:
        return ""
    text = _ESCAPED.sub(r"\1", _SPACES.sub(" ", formula))
    text = _ROOT.sub(r"√\1", _FRACTION.sub(r"\1/\2", _INNER.sub(r"\1", text)))
    text = _NAME.sub(lambda found: " " if found[1] in _NOTHING else _SYMBOLS.get(found[1], found[0]), text)
    text = _RAISED.sub(lambda found: (found[1] or found[2]).translate(_SUPERSCRIPTS), text.replace("^°", "°"))
    text = text.replace("^{°}", "°")
    text = _LOWERED.sub(lambda found: _lowered(found[1] or found[2]), text)
    return "" if any(each in text for each in "\\^_{}&") else " ".join(text.split())


def _lowered(text: str) -> str:
    return text.translate(_SUBSCRIPTS) if text.isdigit() else f" {text}"
