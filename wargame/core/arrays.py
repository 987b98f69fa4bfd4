"""Arrays by what they hold: one name each for whole numbers, for floats, and for masks.

Modules that work on whole cohorts import this one; what `wargame check` loads for a draft alone does not, for numpy takes a third of that time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
