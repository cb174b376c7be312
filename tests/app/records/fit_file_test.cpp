// SPDX-License-Identifier: MIT
#include "app/records/fit_file.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "app/core/plain_text.hpp"
#include "tests/app/records/fit_reader.hpp"

namespace softpedal::records {
namespace {

using fit::Base;
using fit::Field;
using fit::Message;
using fit::OwnField;

FitMessage one(const Message& message) {
  fit::File file;
  file.write(message);
  const auto messages = read_fit(std::move(file).finish());
  EXPECT_EQ(messages.size(), 1U);
  return messages.at(0);
}

std::optional<std::uint32_t> written(Base base, double value, double scale = 1.0) {
  return one(Message{20}.put(Field{9, base, scale}, value)).value(9);
}

TEST(FitFile, SumIsTheOneThatEverybodyKnows) {
  // The check value of CRC-16/ARC.
  const std::string digits = "123456789";
  EXPECT_EQ(fit::check_sum(std::vector<std::uint8_t>{digits.begin(), digits.end()}), 0xBB3D);
  EXPECT_EQ(fit::check_sum({}), 0);
}

TEST(FitFile, OfNothingIsAHeaderAndASum) {
  const auto bytes = fit::File{}.finish();
  EXPECT_EQ(bytes.size(), 16U);
  EXPECT_TRUE(read_fit(bytes).empty());
}

TEST(FitFile, WorkedByHand) {
  fit::File file;
  file.write(Message{20}.put(Field{7, Base::Uint16}, 258.0));
  const auto bytes = std::move(file).finish();
  const std::vector<std::uint8_t> data{bytes.begin() + 14, bytes.end() - 2};
  EXPECT_EQ(data, (std::vector<std::uint8_t>{0x40, 0, 0, 20, 0, 1, 7, 2, 0x84,  // definition
                                             0x00, 0x02, 0x01}));               // 258
  EXPECT_EQ(bytes[4], 12);
}

TEST(FitFile, EachFieldHoldsWhatItCanAndLeavesOutTheRest) {
  const double none = 0.0;
  EXPECT_EQ(written(Base::Uint8, none), 0U);
  EXPECT_EQ(written(Base::Uint8, 254.4), 254U);
  EXPECT_FALSE(written(Base::Uint8, 254.5)) << "255 means no value";
  EXPECT_FALSE(written(Base::Enum, 255.0));
  EXPECT_EQ(written(Base::Uint16, 65.534, 1000.0), 65534U);
  EXPECT_FALSE(written(Base::Uint16, 65.535, 1000.0));
  EXPECT_EQ(written(Base::Uint32, 4294967294.0), 4294967294U);
  EXPECT_FALSE(written(Base::Uint32, 4294967295.0));
  EXPECT_FALSE(written(Base::Uint16z, none)) << "0 means no value";
  EXPECT_EQ(written(Base::Uint16z, 65535.0), 65535U);
  EXPECT_EQ(written(Base::Uint32z, 4294967295.0), 4294967295U);
  EXPECT_FALSE(written(Base::Uint32z, 4294967296.0));
  for (const Base base : {Base::Uint8, Base::Uint16, Base::Uint32, Base::Float32}) {
    EXPECT_FALSE(written(base, std::nan("")));
    EXPECT_FALSE(written(base, std::numeric_limits<double>::infinity()));
    if (base != Base::Float32) {
      EXPECT_FALSE(written(base, -1.0));
      EXPECT_EQ(written(base, -0.4), 0U);
    }
  }
}

TEST(FitFile, WhatIsNotMeasuredIsLeftOut) {
  const auto message = one(Message{20}
                               .put(Field{3, Base::Uint8}, std::optional<Bpm>{})
                               .put(Field{4, Base::Uint8}, std::optional{Rpm{60.0}})
                               .put(Field{8, Base::String}, std::string_view{}));
  EXPECT_EQ(message.fields.size(), 1U);
  EXPECT_EQ(message.value(4), 60U);
}

TEST(FitFile, MoreKindsOfMessagesThanLocalNumbersAllReadBack) {
  fit::File file;
  for (int round = 0; round < 3; ++round) {
    for (std::uint8_t kind = 0; kind < 40; ++kind) {
      file.write(Message{kind}.put(Field{kind, Base::Uint16}, 1000.0 * round + kind));
    }
  }
  const auto messages = read_fit(std::move(file).finish());
  ASSERT_EQ(messages.size(), 120U);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    EXPECT_EQ(messages[i].number, static_cast<int>(i % 40));
    EXPECT_EQ(messages[i].value(static_cast<int>(i % 40)), 1000 * (i / 40) + i % 40);
  }
}

TEST(FitFile, AKnownKindIsNotDefinedAgain) {
  const auto size = [](int count) {
    fit::File file;
    for (int i = 0; i < count; ++i) {
      for (std::uint8_t kind = 0; kind < 16; ++kind) {
        file.write(Message{20}.put(Field{kind, Base::Uint8}, 60.0));
      }
    }
    return std::move(file).finish().size();
  };
  EXPECT_EQ(size(2) - size(1), 32U) << "a byte for the header and one for the value, each";
}

TEST(FitFile, OurOwnFieldsAreDescribedAndStandBehindTheOthers) {
  const OwnField torque{2, Base::Float32, 20, "Crank torque", "Nm"};
  fit::File file;
  file.describe(10, std::span{&torque, 1});
  file.write(Message{20}.put(torque, NewtonMetres{2.5}).put(Field{4, Base::Uint8}, 60.0));
  const auto messages = read_fit(std::move(file).finish());
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].number, 207);
  EXPECT_EQ(messages[0].fields.at(1).size(), 16U);
  EXPECT_EQ(messages[1].number, 206);
  EXPECT_EQ(messages[1].value(1), 2U);
  EXPECT_EQ(messages[1].value(2), 0x88U);
  EXPECT_EQ(FitMessage::text(messages[1].fields.at(3)), "Crank torque");
  EXPECT_EQ(FitMessage::text(messages[1].fields.at(8)), "Nm");
  EXPECT_EQ(messages[1].value(14), 20U);
  EXPECT_EQ(messages[2].own_float(2), 2.5F);
  EXPECT_EQ(messages[2].value(4), 60U);
}

TEST(FitFile, TextsAreCutAtTheEndOfACharacter) {
  for (std::size_t before = 245; before < 256; ++before) {
    const std::string kept(before, 'a');
    const auto message = one(Message{0}.put(Field{8, Base::String}, kept + "ødø"));
    const std::string text = FitMessage::text(message.fields.at(8));
    EXPECT_LE(text.size(), 254U);
    EXPECT_GE(text.size(), std::min<std::size_t>(before + 5, 253));
    EXPECT_EQ(plain_text(text), text) << "whole characters only";
    EXPECT_TRUE((kept + "ødø").starts_with(text));
  }
}

}  // namespace
}  // namespace softpedal::records
