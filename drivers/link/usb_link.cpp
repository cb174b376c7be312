// SPDX-License-Identifier: MIT
// Several reads are always in flight, one write at a time. libusb's callbacks only note that a
// transfer came home; it is dealt with when libusb has finished, so nobody else's code runs inside
// the C library.
//
// Field notes (ant-fec.md 1.5, 1.6): a completion may be empty or carry bytes with any status; a
// stalled endpoint needs clear-halt, which on ANTUSB2 may swallow one message after it (the channel
// machine repeats what is not answered); after an unplug errors come before "no device".
#include "drivers/link/usb_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <vector>

#include "drivers/link/listener_slot.hpp"
#include "drivers/link/usb_events.hpp"
#include "drivers/link/usb_stick.hpp"

namespace softpedal {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t reads_in_flight = 4;
constexpr int read_size = 512;  // a multiple of the packet size 64, or libusb reports overflow
constexpr seconds write_patience{3};        // ant-fec.md 1.6
constexpr int io_errors_until_broken = 10;  // in a row; ant-fec.md 1.5
constexpr milliseconds io_error_rest{10};   // after each, so that ten outlast a spark on the cable
constexpr int stalls_until_broken = 3;      // with nothing good in between
constexpr seconds farewell{1};              // for cancelled transfers to come home

class UsbLink final : public ByteLink {
 public:
  UsbLink(asio::io_context& loop, usb::Stick stick);
  ~UsbLink() override;
  UsbLink(const UsbLink&) = delete;
  UsbLink& operator=(const UsbLink&) = delete;

  void start(Listener listener) override;
  void write(std::span<const std::uint8_t> message) override;
  [[nodiscard]] std::string name() const override { return stick_.name; }

 private:
  struct Endpoint {
    std::uint8_t address = 0;
    int io_errors = 0;     // in a row
    int stalls = 0;        // in a row
    bool halted = false;   // until cleared
    bool resting = false;  // after an IO error
    [[nodiscard]] bool usable() const { return !halted && !resting; }
  };
  struct Transfer {
    libusb_transfer* raw = nullptr;
    std::vector<std::uint8_t> bytes;
    bool flying = false;  // until it came home and was dealt with
    UsbLink* link = nullptr;
  };

  void prepare(Transfer& transfer, Endpoint& endpoint);
  void submit(Transfer& transfer, Endpoint& endpoint);
  void fill_reads();
  void send_next();
  void handle_completed();
  void handle_read(Transfer& transfer);
  void handle_write();
  void handle_status(int status, Endpoint& endpoint);
  void handle_error(int error, Endpoint& endpoint);
  void clear_halts();
  void rest(Endpoint& endpoint);
  void fail_unplugged();
  void bring_home();
  [[nodiscard]] bool reads_flying() const { return std::ranges::any_of(reads_, &Transfer::flying); }
  static void LIBUSB_CALL came_home(libusb_transfer* raw) noexcept;
  static int LIBUSB_CALL left(libusb_context*, libusb_device* device, libusb_hotplug_event,
                              void* self) noexcept;

  usb::Stick stick_;
  ListenerSlot listener_;
  usb::Events events_;
  asio::steady_timer write_limit_;
  asio::steady_timer retry_;
  Endpoint in_;
  Endpoint out_;
  std::array<Transfer, reads_in_flight> reads_;
  Transfer write_;
  std::vector<Transfer*> completed_;             // room for all, so a callback never allocates
  std::deque<std::vector<std::uint8_t>> queue_;  // the front one is being written
  libusb_hotplug_callback_handle hotplug_ = 0;
  bool started_ = false;
  bool gone_ = false;
};

UsbLink::UsbLink(asio::io_context& loop, usb::Stick stick)
    : stick_{std::move(stick)},
      listener_{loop},
      events_{loop, stick_.context.get(), [this] { handle_completed(); }},
      write_limit_{loop},
      retry_{loop},
      in_{.address = stick_.in},
      out_{.address = stick_.out} {
  completed_.reserve(reads_in_flight + 1);
  for (Transfer& read : reads_) {
    read.bytes.resize(read_size);
    prepare(read, in_);
  }
  prepare(write_, out_);
}

void UsbLink::prepare(Transfer& transfer, Endpoint& endpoint) {
  transfer.link = this;
  transfer.raw = libusb_alloc_transfer(0);
  if (transfer.raw == nullptr) throw std::bad_alloc{};
  libusb_fill_bulk_transfer(transfer.raw, stick_.handle.get(), endpoint.address,
                            transfer.bytes.data(), static_cast<int>(transfer.bytes.size()),
                            &UsbLink::came_home, &transfer, 0);
}

UsbLink::~UsbLink() {
  events_.stop();
  if (hotplug_ != 0) libusb_hotplug_deregister_callback(stick_.context.get(), hotplug_);
  bring_home();
  stick_.handle.reset();
  // Only now: closing the device ends a transfer that did not come home.
  for (Transfer& read : reads_) libusb_free_transfer(read.raw);
  libusb_free_transfer(write_.raw);
}

// The kernel gives cancelled transfers back at once; a device that keeps them is waited for only
// briefly, because this is the loop that everything else runs in.
void UsbLink::bring_home() {
  for (Transfer& read : reads_) {
    if (read.flying) libusb_cancel_transfer(read.raw);
  }
  if (write_.flying) libusb_cancel_transfer(write_.raw);
  const auto end = std::chrono::steady_clock::now() + farewell;
  while ((write_.flying || reads_flying()) && std::chrono::steady_clock::now() < end) {
    timeval slice{.tv_sec = 0, .tv_usec = 20'000};
    libusb_handle_events_timeout_completed(stick_.context.get(), &slice, nullptr);
    for (Transfer* transfer : completed_) transfer->flying = false;
    completed_.clear();
  }
}

void UsbLink::start(Listener listener) {
  listener_.set(std::move(listener));
  if (started_) return;
  started_ = true;
  libusb_hotplug_register_callback(stick_.context.get(), LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
                                   LIBUSB_HOTPLUG_NO_FLAGS, LIBUSB_HOTPLUG_MATCH_ANY,
                                   LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
                                   &UsbLink::left, this, &hotplug_);
  events_.start();
  fill_reads();
  send_next();
}

void UsbLink::write(std::span<const std::uint8_t> message) {
  if (message.empty() || listener_.broken()) return;
  queue_.emplace_back(message.begin(), message.end());
  send_next();
}

void UsbLink::fill_reads() {
  for (Transfer& read : reads_) {
    if (!read.flying && in_.usable() && !listener_.broken()) submit(read, in_);
  }
}

void UsbLink::send_next() {
  const bool ready = started_ && !write_.flying && out_.usable() && !listener_.broken();
  if (!ready || queue_.empty()) return;
  write_.raw->buffer = queue_.front().data();
  write_.raw->length = static_cast<int>(queue_.front().size());
  submit(write_, out_);
  write_limit_.expires_after(write_patience);
  write_limit_.async_wait([this, life = listener_.life()](boost::system::error_code error) {
    if (error || life.expired()) return;
    // It may have been set anew after this expiry was already on its way.
    const bool late =
        write_.flying && write_limit_.expiry() <= asio::steady_timer::clock_type::now();
    if (!late) return;
    listener_.fail({FaultCode::LinkFailed,
                    fmt::format("The ANT stick ({}) has taken no message for {} s: unplug it and "
                                "plug it in again.",
                                stick_.name, write_patience.count())});
  });
}

void UsbLink::submit(Transfer& transfer, Endpoint& endpoint) {
  const int error = libusb_submit_transfer(transfer.raw);
  transfer.flying = error == LIBUSB_SUCCESS;
  if (!transfer.flying) handle_error(error, endpoint);
}

void LIBUSB_CALL UsbLink::came_home(libusb_transfer* raw) noexcept {
  auto* transfer = static_cast<Transfer*>(raw->user_data);
  transfer->link->completed_.push_back(transfer);
}

int LIBUSB_CALL UsbLink::left(libusb_context*, libusb_device* device, libusb_hotplug_event,
                              void* self) noexcept {
  auto* link = static_cast<UsbLink*>(self);
  if (device == libusb_get_device(link->stick_.handle.get())) link->gone_ = true;
  return 0;
}

// Transfers come home in the order of submission on each endpoint, so bytes stay in order.
void UsbLink::handle_completed() {
  for (Transfer* transfer : completed_) {
    transfer->flying = false;
    if (transfer == &write_) {
      handle_write();
    } else {
      handle_read(*transfer);
    }
  }
  completed_.clear();
  if (gone_) fail_unplugged();
  clear_halts();
  send_next();
}

void UsbLink::handle_read(Transfer& transfer) {
  if (transfer.raw->actual_length > 0) {
    listener_.received(
        std::span{transfer.bytes}.first(static_cast<std::size_t>(transfer.raw->actual_length)));
  }
  const auto status = transfer.raw->status;
  handle_status(status, in_);
  if (status == LIBUSB_TRANSFER_COMPLETED || status == LIBUSB_TRANSFER_TIMED_OUT) fill_reads();
}

void UsbLink::handle_write() {
  write_limit_.cancel();
  const auto status = write_.raw->status;
  handle_status(status, out_);
  if (status == LIBUSB_TRANSFER_COMPLETED) queue_.pop_front();
}

void UsbLink::handle_status(int status, Endpoint& endpoint) {
  switch (status) {
    case LIBUSB_TRANSFER_COMPLETED:
      endpoint.io_errors = 0;
      endpoint.stalls = 0;
      break;
    case LIBUSB_TRANSFER_TIMED_OUT:
    case LIBUSB_TRANSFER_CANCELLED:
      break;
    case LIBUSB_TRANSFER_STALL:
      handle_error(LIBUSB_ERROR_PIPE, endpoint);
      break;
    case LIBUSB_TRANSFER_NO_DEVICE:
      fail_unplugged();
      break;
    default:
      handle_error(LIBUSB_ERROR_IO, endpoint);
      break;
  }
}

void UsbLink::handle_error(int error, Endpoint& endpoint) {
  const auto fail = [&](std::string_view what) {
    listener_.fail(
        {FaultCode::LinkFailed,
         fmt::format("The ANT stick ({}) {}: unplug it and plug it in again.", stick_.name, what)});
  };
  if (error == LIBUSB_ERROR_NO_DEVICE) return fail_unplugged();
  // Several transfers that come home with the same trouble are one trouble.
  if (!endpoint.usable()) return;
  if (error == LIBUSB_ERROR_PIPE) {
    endpoint.halted = true;
    if (++endpoint.stalls >= stalls_until_broken) fail("stalls again and again");
  } else {
    if (++endpoint.io_errors >= io_errors_until_broken) fail("gives only errors");
    rest(endpoint);
  }
}

// An endpoint may be cleared only when nothing is queued on it, so the other reads are called home
// first (kernel documentation of usb_clear_halt).
void UsbLink::clear_halts() {
  if (listener_.broken()) return;
  const auto clear = [this](Endpoint& endpoint) {
    endpoint.halted = false;
    const int error = libusb_clear_halt(stick_.handle.get(), endpoint.address);
    if (error != LIBUSB_SUCCESS) handle_error(error, endpoint);
  };
  if (out_.halted && !write_.flying) clear(out_);
  if (!in_.halted) return;
  for (Transfer& read : reads_) {
    if (read.flying) libusb_cancel_transfer(read.raw);
  }
  if (reads_flying()) return;
  clear(in_);
  fill_reads();
}

void UsbLink::rest(Endpoint& endpoint) {
  endpoint.resting = true;
  retry_.expires_after(io_error_rest);
  retry_.async_wait([this, life = listener_.life()](boost::system::error_code error) {
    if (error || life.expired()) return;
    in_.resting = false;
    out_.resting = false;
    clear_halts();
    fill_reads();
    send_next();
  });
}

void UsbLink::fail_unplugged() {
  listener_.fail({FaultCode::LinkFailed,
                  fmt::format("The ANT stick ({}) was unplugged or lost power: plug it in again.",
                              stick_.name)});
}

}  // namespace

OpenLink open_usb(asio::io_context& loop) {
  return [&loop](bool reset_first) -> Result<std::unique_ptr<ByteLink>> {
    return usb::open_stick(reset_first).map([&](usb::Stick stick) -> std::unique_ptr<ByteLink> {
      return std::make_unique<UsbLink>(loop, std::move(stick));
    });
  };
}

}  // namespace softpedal
