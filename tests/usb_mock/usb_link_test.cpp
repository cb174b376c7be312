// SPDX-License-Identifier: MIT
// The USB link over the unmodified libusb and an emulated stick.
#include "drivers/link/usb_link.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <random>
#include <thread>

#include "drivers/link/survey.hpp"
#include "tests/drivers/link/other_program.hpp"
#include "tests/usb_mock/mock_usb_stick.hpp"

namespace softpedal {
namespace {

const Bytes reset_message{0xA4, 0x01, 0x4A, 0x00, 0xEF};
const Bytes start_up{0xA4, 0x01, 0x6F, 0x20, 0xEA};

// A stick that answers a reset and remembers what it was sent, as whole transfers.
class UsbLinkTest : public testing::Test {
 protected:
  MockUsbStick* plug_in(const MockUsbStick::Traits& traits = {}) {
    auto on_out = [this](std::span<const std::uint8_t> out) {
      const std::lock_guard lock{mutex_};
      arrived_.emplace_back(out.begin(), out.end());
      return arrived_.back() == reset_message ? start_up : Bytes{};
    };
    return sticks_.emplace_back(std::make_unique<MockUsbStick>(usb_, traits, on_out)).get();
  }
  std::vector<Bytes> arrived() {
    const std::lock_guard lock{mutex_};
    return arrived_;
  }
  Result<std::unique_ptr<ByteLink>> open(bool reset_first = false) {
    return open_usb(loop_)(reset_first);
  }
  void start(std::unique_ptr<ByteLink> link) {
    received_.clear();
    faults_.clear();
    link_ = std::move(link);
    link_->start(
        {.received = [this](auto b) { received_.insert(received_.end(), b.begin(), b.end()); },
         .broken = [this](const Fault& fault) { faults_.push_back(fault); }});
  }
  void open_and_start(bool reset_first = false) {
    auto link = open(reset_first);
    ASSERT_TRUE(link) << link.error().sentence;
    start(*std::move(link));
  }
  // Runs the loop until it holds; the time only bounds a hang.
  template <class Condition>
  bool until(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (!condition() && std::chrono::steady_clock::now() < end) {
      loop_.restart();
      loop_.run_for(std::chrono::milliseconds{2});
    }
    return condition();
  }
  std::size_t settle() {
    loop_.restart();
    return loop_.run_for(std::chrono::milliseconds{100});
  }
  // The reset message goes out and its answer comes back.
  void expect_exchange() {
    const std::size_t before = received_.size();
    link_->write(reset_message);
    EXPECT_TRUE(until([&] { return received_.size() >= before + start_up.size(); }));
    EXPECT_EQ((Bytes{received_.begin() + static_cast<std::ptrdiff_t>(before), received_.end()}),
              start_up);
    EXPECT_TRUE(faults_.empty());
  }
  void expect_broken() {
    EXPECT_TRUE(until([&] { return !faults_.empty(); }));
    const std::size_t heard = received_.size();
    link_->write(reset_message);
    settle();
    ASSERT_EQ(faults_.size(), 1u) << "broken is said once";
    EXPECT_EQ(faults_[0].code, FaultCode::LinkFailed);
    EXPECT_EQ(received_.size(), heard) << "and nothing is received after it";
  }

  MockUsb usb_;
  std::mutex mutex_;
  std::vector<Bytes> arrived_;
  std::deque<std::unique_ptr<MockUsbStick>> sticks_;
  asio::io_context loop_;
  Bytes received_;
  std::vector<Fault> faults_;
  std::unique_ptr<ByteLink> link_;
};

class EveryStick : public UsbLinkTest, public testing::WithParamInterface<std::uint16_t> {};

TEST_P(EveryStick, IsFoundTakenFromTheKernelDriverUsedAndGivenBack) {
  auto* const stick = plug_in({.product = GetParam(), .device = 5});
  open_and_start();
  EXPECT_EQ(link_->name(), GetParam() == 0x1008 ? "USB 0fcf:1008 at bus 1, device 5"
                                                : "USB 0fcf:1009 at bus 1, device 5");
  expect_exchange();
  auto seen = stick->seen();
  EXPECT_EQ(seen.claims, 1);
  EXPECT_EQ(seen.detached, 1);
  EXPECT_EQ(seen.configurations_set, 0) << "it had configuration 1 already";
  EXPECT_EQ(seen.resets, 0);
  EXPECT_TRUE(seen.halts_cleared.empty()) << "clear-halt puts ANTUSB2 out of step";
  EXPECT_GE(seen.most_reads, 2u);
  EXPECT_GE(seen.smallest_read, 512);
  EXPECT_EQ(seen.smallest_read % 64, 0);
  link_.reset();
  EXPECT_EQ(stick->driver(), "usb_serial_simple");
  EXPECT_EQ(stick->seen().attached_again, 1);
  EXPECT_TRUE(until([&] { return stick->seen().closed; }));
}
INSTANTIATE_TEST_SUITE_P(Products, EveryStick, testing::Values(0x1008, 0x1009),
                         [](const auto& product) {
                           return product.param == 0x1008 ? "Antusb2" : "AntusbM";
                         });

TEST_F(UsbLinkTest, AStickWithoutConfigurationGetsOne) {
  auto* const stick = plug_in({.kernel_driver = "", .configuration = 0});
  open_and_start();
  expect_exchange();
  EXPECT_EQ(stick->seen().configurations_set, 1);
  EXPECT_EQ(stick->seen().detached, 0);
}

TEST_F(UsbLinkTest, BytesComeInOrderHoweverTheyAreCut) {
  auto* const stick = plug_in();
  open_and_start();
  Bytes all;
  std::mt19937 random{7};
  for (int i = 0; i < 2000; ++i) {  // messages, of which the cuts below know nothing
    Bytes message{0xA4, 0x09, 0x4E};
    for (int j = 0; j < 10; ++j) message.push_back(static_cast<std::uint8_t>(random()));
    all.insert(all.end(), message.begin(), message.end());
  }
  std::size_t at = 0;
  while (at < all.size()) {
    // Nothing, a byte, some, several messages, and now and then more than one read takes.
    const std::size_t cuts[]{0, 1, random() % 20, random() % 200, random() % 2000};
    const std::size_t size = std::min(cuts[random() % 5], all.size() - at);
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(at);
    stick->send({from, from + static_cast<std::ptrdiff_t>(size)});
    at += size;
    if (random() % 4 == 0) {
      loop_.restart();
      loop_.poll();
    }
  }
  EXPECT_TRUE(until([&] { return received_.size() >= all.size(); }));
  EXPECT_EQ(received_, all);
  EXPECT_TRUE(faults_.empty());
}

TEST_F(UsbLinkTest, EachMessageIsOneTransferInOrder) {
  plug_in();
  auto link = open();
  ASSERT_TRUE(link);
  std::vector<Bytes> sent{{1, 2, 3}};
  (*link)->write(sent[0]);  // before the start: it waits
  start(*std::move(link));
  for (std::uint8_t i = 0; i < 200; ++i) {
    sent.push_back(Bytes(1 + i % 24u, i));
    link_->write(sent.back());
  }
  link_->write({});
  EXPECT_TRUE(until([&] { return arrived().size() >= sent.size(); }));
  settle();
  EXPECT_EQ(arrived(), sent);
}

TEST_F(UsbLinkTest, AnAnswerWrittenWhileAMessageComesHomeRepeatsNothing) {
  auto* const stick = plug_in();
  auto opened = open();
  ASSERT_TRUE(opened);
  link_ = *std::move(opened);
  link_->start({.received = [this](auto) { link_->write(Bytes{2}); }, .broken = {}});
  stick->send({9});
  link_->write(Bytes{1});
  // Now both come home in one go, the bytes first.
  while (arrived().empty()) std::this_thread::yield();
  EXPECT_TRUE(until([&] { return arrived().size() >= 2; }));
  settle();
  EXPECT_EQ(arrived(), (std::vector<Bytes>{{1}, {2}}));
}

TEST_F(UsbLinkTest, AStalledReadIsClearedAndReadingGoesOn) {
  auto* const stick = plug_in();
  open_and_start();
  for (int i = 0; i < 5; ++i) {  // stalls with good data in between do not add up
    stick->end_reads(-EPIPE);
    EXPECT_TRUE(until([&] { return stick->seen().halts_cleared.size() > std::size_t(i); }));
    expect_exchange();
  }
  const auto seen = stick->seen();
  EXPECT_EQ(seen.halts_cleared, Bytes(5, 0x81));
  EXPECT_EQ(seen.cleared_with_reads_queued, 0);
}

TEST_F(UsbLinkTest, ReadsThatStallTogetherAreOneStall) {
  auto* const stick = plug_in();
  open_and_start();
  stick->end_reads(-EPIPE, 4);
  EXPECT_TRUE(until([&] { return !stick->seen().halts_cleared.empty(); }));
  expect_exchange();
  EXPECT_EQ(stick->seen().halts_cleared, Bytes(1, 0x81));
}

TEST_F(UsbLinkTest, AStalledMessageIsSentAgain) {
  auto* const stick = plug_in();
  open_and_start();
  stick->end_writes(-EPIPE);
  expect_exchange();
  EXPECT_EQ(arrived(), std::vector<Bytes>{reset_message});
  EXPECT_EQ(stick->seen().halts_cleared, Bytes(1, 0x01));
}

TEST_F(UsbLinkTest, AStickThatOnlyStallsIsBroken) {
  auto* const stick = plug_in();
  open_and_start();
  stick->end_reads(-EPIPE, 1000);
  expect_broken();
}

TEST_F(UsbLinkTest, AFewErrorsOnTheCableAreSurvived) {
  auto* const stick = plug_in();
  open_and_start();
  stick->end_reads(-EPROTO, 9);
  stick->end_writes(-EPROTO, 3);
  expect_exchange();
  stick->end_reads(-EPROTO, 9);
  expect_exchange();
}

TEST_F(UsbLinkTest, ErrorsWithoutEndBreakTheLinkAndDoNotSpin) {
  auto* const stick = plug_in();
  open_and_start();
  stick->end_reads(-EPROTO, 1'000'000);
  expect_broken();
  EXPECT_LT(stick->seen().reaps, 1000);
}

TEST_F(UsbLinkTest, AStickThatTakesNoMessageIsBroken) {
  auto* const stick = plug_in();
  open_and_start();
  stick->take_nothing(true);
  link_->write(reset_message);
  expect_broken();
  EXPECT_NE(faults_[0].sentence.find("3 s"), std::string::npos) << faults_[0].sentence;
}

TEST_F(UsbLinkTest, IdleMeansNoWorkAtAll) {
  auto* const stick = plug_in();
  open_and_start();
  expect_exchange();
  settle();
  const int reaps = stick->seen().reaps;
  EXPECT_EQ(settle(), 0u) << "handlers ran although nothing happened";
  EXPECT_EQ(stick->seen().reaps, reaps);
}

class EveryUnplug : public UsbLinkTest, public testing::WithParamInterface<MockUsbStick::Unplug> {};

TEST_P(EveryUnplug, BreaksTheLinkOnce) {
  auto* const stick = plug_in();
  open_and_start();
  expect_exchange();
  stick->unplug(GetParam());
  expect_broken();
  EXPECT_NE(faults_[0].sentence.find("unplugged"), std::string::npos) << faults_[0].sentence;
  EXPECT_EQ(settle(), 0u) << "a dead link does not spin";
  link_.reset();
}

TEST_P(EveryUnplug, WithAMessageOnItsWayBreaksTheLinkOnce) {
  auto* const stick = plug_in();
  open_and_start();
  stick->take_nothing(true);
  link_->write(reset_message);
  settle();
  stick->unplug(GetParam());
  expect_broken();
  link_.reset();
}
INSTANTIATE_TEST_SUITE_P(Ways, EveryUnplug,
                         testing::Values(MockUsbStick::Unplug::Whole,
                                         MockUsbStick::Unplug::HangUpOnly,
                                         MockUsbStick::Unplug::UeventOnly),
                         [](const auto& way) {
                           switch (way.param) {
                             case MockUsbStick::Unplug::HangUpOnly:
                               return "HangUpOnly";
                             case MockUsbStick::Unplug::UeventOnly:
                               return "UeventOnly";
                             default:
                               return "Whole";
                           }
                         });

TEST_F(UsbLinkTest, PluggedInAgainAtANewAddressItIsFoundAgain) {
  auto* stick = plug_in({.device = 2});
  open_and_start();
  expect_exchange();
  stick->unplug();
  expect_broken();
  link_.reset();
  EXPECT_EQ(open().error().code, FaultCode::NoStick);
  stick = plug_in({.device = 3});
  open_and_start();
  EXPECT_EQ(link_->name(), "USB 0fcf:1008 at bus 1, device 3");
  expect_exchange();
}

TEST_F(UsbLinkTest, ResetFirstResetsOnTheBusAndThenOpens) {
  auto* const stick = plug_in();
  open_and_start(true);
  EXPECT_EQ(stick->seen().resets, 1);
  expect_exchange();
}

TEST_F(UsbLinkTest, AStickThatRefusesTheResetIsOpenedAllTheSame) {
  auto* const stick = plug_in({.kernel_driver = ""});
  stick->refuse_reset(EIO);
  open_and_start(true);
  EXPECT_EQ(stick->seen().resets, 1);
  expect_exchange();
}

TEST_F(UsbLinkTest, AStickThatTheResetMovesToANewAddressIsAwaited) {
  auto* stick = plug_in({.device = 2});
  stick->refuse_reset(ENODEV);  // what the kernel says when it has to enumerate it anew
  std::thread hub{[&] {
    while (stick->seen().resets == 0) std::this_thread::yield();
    stick->unplug();
    plug_in({.device = 3});
  }};
  auto link = open(true);
  hub.join();
  ASSERT_TRUE(link) << link.error().sentence;
  start(*std::move(link));
  EXPECT_EQ(link_->name(), "USB 0fcf:1008 at bus 1, device 3");
  expect_exchange();
  link_.reset();
}

TEST_F(UsbLinkTest, AStickInUseElsewhereIsNotReset) {
  auto* const stick = plug_in();
  stick->claim_elsewhere();
  EXPECT_EQ(open(true).error().code, FaultCode::StickBusy);
  EXPECT_EQ(stick->seen().resets, 0);
}

TEST_F(UsbLinkTest, WithoutAStickThereIsNoStick) {
  const auto link = open();
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, FaultCode::NoStick);
  EXPECT_NE(link.error().sentence.find("--stick sim"), std::string::npos);
}

TEST_F(UsbLinkTest, AStickInUseNamesItsHolder) {
  auto* const stick = plug_in({.device = 7});
  stick->claim_elsewhere();
  const OtherProgram rival{"rival", stick->gate_path()};
  const auto link = open();
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, FaultCode::StickBusy);
  EXPECT_NE(link.error().sentence.find("rival (process " + std::to_string(rival.pid()) + ")"),
            std::string::npos)
      << link.error().sentence;
  EXPECT_NE(link.error().sentence.find("device 7"), std::string::npos) << link.error().sentence;
}

TEST_F(UsbLinkTest, WithoutPermissionItSaysWhatToType) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to give up root";
  auto* const stick = plug_in();
  ASSERT_EQ(::chmod(stick->gate_path().c_str(), 0600), 0);
  ASSERT_EQ(::seteuid(65534), 0);
  const auto link = open();
  ASSERT_EQ(::seteuid(0), 0);
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, FaultCode::StickPermission) << link.error().sentence;
  EXPECT_NE(link.error().sentence.find("42-softpedal-ant.rules"), std::string::npos);
  EXPECT_NE(link.error().sentence.find("udevadm control --reload"), std::string::npos);
}

TEST_F(UsbLinkTest, WhatHasTheNumbersButNotTheShapeIsRefused) {
  auto* const stick = plug_in({.two_outs = true});
  const auto link = open();
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, FaultCode::LinkFailed);
  EXPECT_EQ(stick->driver(), "usb_serial_simple") << "and left alone";
}

TEST_F(UsbLinkTest, OfSeveralSticksTheFirstThatOpensIsTakenAndNamed) {
  auto* const first = plug_in({.port = 1, .device = 2});
  plug_in({.product = 0x1009, .port = 2, .device = 3});
  first->claim_elsewhere();
  open_and_start();
  EXPECT_EQ(link_->name(), "USB 0fcf:1009 at bus 1, device 3 (one of 2 sticks)");
  expect_exchange();
  link_.reset();
}

TEST_F(UsbLinkTest, DestructionWithEverythingInFlightIsCleanAndSilent) {
  auto* const stick = plug_in();
  open_and_start();
  stick->take_nothing(true);
  for (int i = 0; i < 10; ++i) link_->write(reset_message);
  settle();
  stick->send(start_up);
  link_.reset();
  settle();
  EXPECT_TRUE(received_.empty());
  EXPECT_TRUE(faults_.empty());
  EXPECT_GE(stick->seen().discarded, 5) << "four reads and the write were cancelled";
  stick->take_nothing(false);
  open_and_start();
  expect_exchange();
}

TEST_F(UsbLinkTest, DestructionDoesNotWaitForEverForCancelledTransfers) {
  auto* const stick = plug_in();
  open_and_start();
  expect_exchange();
  stick->never_give_back(true);
  link_.reset();  // would hang here
  settle();
}

TEST_F(UsbLinkTest, ALinkThatIsNeverStartedGivesTheStickBack) {
  auto* const stick = plug_in();
  ASSERT_TRUE(open());
  EXPECT_EQ(stick->driver(), "usb_serial_simple");
}

TEST_F(UsbLinkTest, TheSurveySeesTheStick) {
  plug_in({.product = 0x1009, .device = 4});
  const Survey now = survey();
  ASSERT_EQ(now.sticks.size(), 1u);
  EXPECT_EQ(place_of(now.sticks[0]), "USB 0fcf:1009 at bus 1, device 4");
  EXPECT_EQ(now.sticks[0].product, "ANT USB Stick");
  EXPECT_EQ(now.sticks[0].kernel_driver, "usb_serial_simple");
}

}  // namespace
}  // namespace softpedal
