// SPDX-License-Identifier: MIT
#include "drivers/link/stick_ids.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/places.hpp"

namespace softpedal {
namespace {

TEST(StickIds, TheShippedUdevRuleIsTheTable) {
  std::ifstream file{places::tests() / "../drivers/link" / rule_file};
  ASSERT_TRUE(file) << "the rule file is missing";
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), udev_rules());
}

TEST(StickIds, TheRuleComesBeforeTheRuleThatActsOnIt) {
  EXPECT_LT(rule_file, std::string_view{"73-seat-late.rules"});
}

TEST(StickIds, EveryUsbStickMayBeOpenedAndStaysAwake) {
  const std::string rules = udev_rules();
  for (const std::string product : {"1008", "1009"}) {
    const auto line_start = rules.find("ATTR{idProduct}==\"" + product + "\"");
    ASSERT_NE(line_start, std::string::npos) << product;
    const std::string line = rules.substr(line_start, rules.find('\n', line_start) - line_start);
    EXPECT_NE(line.find("MODE=\"0660\""), std::string::npos) << line;
    EXPECT_NE(line.find("TAG+=\"uaccess\""), std::string::npos) << line;
    EXPECT_NE(line.find("ATTR{power/control}=\"on\""), std::string::npos) << line;
  }
}

TEST(StickIds, OtherDevicesOfTheSameMakerAreNotSticks) {
  EXPECT_TRUE(known_stick(0x0fcf, 0x1008));
  EXPECT_EQ(known_stick(0x0fcf, 0x1009)->kind, StickKind::Usb);
  EXPECT_EQ(known_stick(0x0fcf, 0x1004)->kind, StickKind::Serial);
  EXPECT_FALSE(known_stick(0x0fcf, 0x1007));
  EXPECT_FALSE(known_stick(0x1d6b, 0x1008));
}

}  // namespace
}  // namespace softpedal
