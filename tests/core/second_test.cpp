// SPDX-License-Identifier: MIT
#include "app/core/second.hpp"

#include <gtest/gtest.h>

namespace softpedal {
namespace {

TEST(Second, IsRoundedToWhatIsKeptOfIt) {
  Snapshot snapshot;
  snapshot.elapsed = Duration{399'006'384};
  snapshot.cadence = Rpm{55.12749};
  snapshot.power = Watts{13.04999};
  snapshot.torque_mean = NewtonMetres{2.2212222};
  snapshot.torque_reading = NewtonMetres{2.2576};
  snapshot.speed = MetresPerSecond{2.2800000000000002};
  snapshot.heart_rate = Bpm{96.0};
  snapshot.resistance = Percent{0.5};
  snapshot.torque_mean_cap = NewtonMetres{3.0};
  snapshot.torque_peak_cap = NewtonMetres{4.0004};
  snapshot.power_cap = Watts{20.06};
  snapshot.work = Joules{5278.83445999999};
  snapshot.revolutions = 374.83516393;
  snapshot.cadence_deviation = Rpm{5.576642};
  snapshot.floor_here = FloorTorque{NewtonMetres{2.19686906}, NewtonMetres{0.12301313}, Watts{}};

  const Second second = second_of(snapshot);

  EXPECT_EQ(second.elapsed, snapshot.elapsed);
  EXPECT_EQ(second.cadence, Rpm{55.13});
  EXPECT_EQ(second.power, Watts{13.0});
  EXPECT_EQ(second.torque_mean, NewtonMetres{2.221});
  EXPECT_EQ(second.torque_reading, NewtonMetres{2.258});
  EXPECT_EQ(second.speed, MetresPerSecond{2.28});
  EXPECT_EQ(second.heart_rate, Bpm{96.0});
  EXPECT_EQ(second.resistance, Percent{0.5});
  EXPECT_EQ(second.torque_mean_cap, NewtonMetres{3.0});
  EXPECT_EQ(second.torque_peak_cap, NewtonMetres{4.0});
  EXPECT_EQ(second.power_cap, Watts{20.1});
  EXPECT_EQ(second.work, Joules{5278.8});
  EXPECT_EQ(second.revolutions, 374.84);
  EXPECT_EQ(second.cadence_deviation, Rpm{5.58});
  EXPECT_EQ(second.floor, NewtonMetres{2.197});
  EXPECT_EQ(second.floor_deviation, NewtonMetres{0.123});
}

TEST(Second, KeepsWhatWasNotMeasuredApart) {
  const Second second = second_of(Snapshot{});
  EXPECT_FALSE(second.cadence);
  EXPECT_FALSE(second.torque_reading);
  EXPECT_FALSE(second.floor);
}

}  // namespace
}  // namespace softpedal
