// SPDX-License-Identifier: MIT
#include "app/core/remark.hpp"

#include <gtest/gtest.h>

namespace softpedal {
namespace {
using namespace std::chrono;

const sys_seconds noon = sys_days{2026y / 11 / 21} + 12h + 34min + 56s;

TEST(Remark, OfEachKindReadsBackAsItWasWritten) {
  const KeptTrainer trainer{12345, 89, 2875, "1.2.0", 77};
  const Morning answered{2026y / 11 / 22, 3, false};
  for (const Remark& remark : {
           Remark{SoftwareRemark{"0.1.0"}},
           Remark{BeganRemark{noon}},
           Remark{RidingRemark{noon, -210min}},
           Remark{RidingRemark{noon, 60min}},
           Remark{ProfileRemark{"Acute 2: easy turning"}},
           Remark{PlanRemark{7}},
           Remark{ProfileTextRemark{"format = 1\r\n\tname = \"a\\b\"\n"}},
           Remark{StickRemark{"/dev/tty USB"}},
           Remark{SimulatedRemark{18446744073709551615U}},
           Remark{TrainerRemark{trainer}},
           Remark{AfterPainRemark{10}},
           Remark{AfterNoteRemark{"a little stiff\nbut fine \\"}},
           Remark{MorningRemark{answered}},
           Remark{MorningRemark{{2026y / 11 / 22, {}, {}}}},
           Remark{MorningRemark{{2026y / 11 / 22, 0, {}}}},
           Remark{CutRemark{}},
       }) {
    EXPECT_EQ(parse_remark(to_text(remark)), remark) << to_text(remark);
  }
}

TEST(Remark, ThatIsDamagedOrForPeopleSaysNothing) {
  for (const char* text :
       {"", "trainer 12345 on usb", "began yesterday", "began 2026-02-30T10:00:00Z",
        "began 2026-11-21T24:00:00Z", "after pain 11", "after pain -1", "after pain 3x",
        "morning 2026-11-22", "morning 2026-13-01 pain 3", "plan many a week",
        "riding since 2026-11-21T10:00:00Z", "profile_text a\\", "profile_text a\\q"}) {
    EXPECT_FALSE(parse_remark(text)) << text;
  }
}

}  // namespace
}  // namespace softpedal
