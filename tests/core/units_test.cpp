// SPDX-License-Identifier: MIT
#include "app/core/units.hpp"

#include <gtest/gtest.h>

namespace softpedal {
namespace {

template <class A, class B>
concept addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept comparable = requires(A a, B b) {
  a < b;
};
static_assert(addable<Watts, Watts> && comparable<Watts, Watts>);
static_assert(!addable<Watts, Rpm> && !addable<Watts, double> && !comparable<Watts, NewtonMetres>);

TEST(Units, TwentyWattsAreTwiceTheTorqueAtHalfTheCadence) {  // design.md 1.1
  EXPECT_NEAR(torque_at(Watts{20.0}, Rpm{80.0})->count(), 2.4, 0.05);
  EXPECT_NEAR(torque_at(Watts{20.0}, Rpm{40.0})->count(), 4.8, 0.05);
}

TEST(Units, ACrankAtRestHasNoTorqueByPower) {
  EXPECT_FALSE(torque_at(Watts{20.0}, Rpm{0.0}));
  EXPECT_FALSE(torque_at(Watts{20.0}, Rpm{-1.0}));
}

TEST(Units, PowerAndTorqueAreEachOthersInverse) {
  for (double rpm = 1.0; rpm < 150.0; rpm += 7.0) {
    for (double nm = 0.0; nm < 40.0; nm += 1.7) {
      EXPECT_NEAR(torque_at(power_at(NewtonMetres{nm}, Rpm{rpm}), Rpm{rpm})->count(), nm, 1e-9);
    }
  }
}

}  // namespace
}  // namespace softpedal
