#pragma once

/// The elementary functions of the model: logarithm, exponential, hyperbolic sine (transcendental.hpp); uniforms,
/// normals and the normal distribution (normal.hpp).

#include "random/normal.hpp"
#include "random/transcendental.hpp"
