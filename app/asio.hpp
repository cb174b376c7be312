// SPDX-License-Identifier: MIT
// The one place that includes Asio. Boost 1.74 uses std::exchange without including <utility>,
// which GCC 12 in C++20 does not forgive: the blank line keeps that include first.
#pragma once

#include <utility>

#include <boost/asio.hpp>

namespace softpedal {
namespace asio = boost::asio;
}  // namespace softpedal
