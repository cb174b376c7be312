// SPDX-License-Identifier: MIT
// An emulated ANT stick that the real libusb enumerates, opens and drives: umockdev answers the
// ioctls of usbdevfs. What makes it honest is the gate: the device node is a pseudo-terminal whose
// writability is switched, because usbdevfs says "writable" when a transfer can be collected.
#pragma once

#include <linux/usbdevice_fs.h>
#include <umockdev.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace softpedal {

using Bytes = std::vector<std::uint8_t>;

// The machine that sticks are plugged into. Needs the umockdev preload library; one at a time.
class MockUsb {
 public:
  MockUsb();
  ~MockUsb();
  MockUsb(const MockUsb&) = delete;
  MockUsb& operator=(const MockUsb&) = delete;
  [[nodiscard]] UMockdevTestbed* testbed() { return testbed_; }
  [[nodiscard]] std::string root() const;

 private:
  UMockdevTestbed* testbed_;
};

class MockUsbStick {
 public:
  struct Traits {
    std::uint16_t product = 0x1008;
    int port = 1;                                     // on bus 1
    int device = 2;                                   // the address
    std::string kernel_driver = "usb_serial_simple";  // bound when it is plugged in; may be none
    int configuration = 1;
    bool two_outs = false;  // descriptors of something that is no stick
  };
  // Called in umockdev's thread with each message that arrives; what it returns is sent back as one
  // completion. More can be sent at any time, from any thread.
  using OnOut = std::function<Bytes(std::span<const std::uint8_t>)>;
  enum class Unplug { Whole, HangUpOnly, UeventOnly };

  struct Seen {
    int claims = 0;
    int detached = 0;
    int attached_again = 0;
    int configurations_set = 0;
    int resets = 0;
    std::vector<std::uint8_t> halts_cleared;
    int cleared_with_reads_queued = 0;  // which a host must not do
    int discarded = 0;
    std::size_t most_reads = 0;  // in flight at once
    int smallest_read = 0;
    int reaps = 0;
    bool closed = false;  // the last one that opened it let go
  };

  // Plugs it in.
  MockUsbStick(MockUsb& usb, const Traits& traits, OnOut on_out);
  // Unplugs it, if that has not happened. Whoever opened it must have let go.
  ~MockUsbStick();
  MockUsbStick(const MockUsbStick&) = delete;
  MockUsbStick& operator=(const MockUsbStick&) = delete;

  void send(const Bytes& bytes);  // one completion, may be empty
  void unplug(Unplug how = Unplug::Whole);

  // Faults. A status is a negative errno as the kernel gives it.
  void end_reads(int status, int times = 1);   // the reads that are in flight, or the next ones
  void end_writes(int status, int times = 1);  // the next ones, which do not arrive
  void take_nothing(bool hold);                // writes stay in flight
  void never_give_back(bool hold);             // cancelled transfers do not come home
  void refuse_reset(int error);                // errno of USBDEVFS_RESET
  void claim_elsewhere();                      // another program has the interface

  [[nodiscard]] Seen seen();
  // Where the node really leads, for a second program to hold.
  [[nodiscard]] const std::string& gate_path() const { return gate_path_; }
  [[nodiscard]] std::string driver();

 private:
  struct Urb {
    UMockdevIoctlData* head;    // struct usbdevfs_urb
    UMockdevIoctlData* buffer;  // its bytes
    [[nodiscard]] usbdevfs_urb& urb() const;
    [[nodiscard]] bool in() const { return (urb().endpoint & 0x80) != 0; }
  };
  using Lock = std::unique_lock<std::mutex>;

  static gboolean on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client, MockUsbStick* self);
  static gboolean on_read(UMockdevIoctlBase*, UMockdevIoctlClient* client, MockUsbStick* self);
  static void on_open(UMockdevIoctlBase*, UMockdevIoctlClient* client, MockUsbStick* self);

  void plug_in(const Traits& traits);
  void answer(UMockdevIoctlClient* client);
  void submit(UMockdevIoctlClient* client, UMockdevIoctlData* arg);
  void reap(UMockdevIoctlClient* client, UMockdevIoctlData* arg);
  void discard(UMockdevIoctlClient* client, UMockdevIoctlData* arg);
  void kernel_driver_ioctl(UMockdevIoctlClient* client, UMockdevIoctlData* arg);
  void finish(const Lock&, Urb urb, int status, std::size_t count);
  void match_reads(const Lock&);
  void forget_the_dead(const Lock&);
  void open_gate(bool reapable);
  static void drop(const Urb& urb);

  MockUsb& usb_;
  OnOut on_out_;
  std::string own_driver_;
  std::string node_;
  std::string folder_;     // in sysfs
  std::string interface_;  // in sysfs
  std::string gate_path_;
  UMockdevIoctlBase* ioctls_ = nullptr;
  int master_ = -1;
  int slave_ = -1;

  std::mutex answering_;  // held while umockdev's thread is in here
  std::mutex mutex_;      // for what follows
  std::string driver_;    // bound to interface 0 now; "usbfs" when a program claimed it
  UMockdevIoctlClient* owner_ = nullptr;
  std::deque<Urb> reads_;
  std::deque<Urb> held_;  // writes that are not taken, cancelled ones that stay away
  std::deque<Urb> done_;
  std::deque<Bytes> to_host_;
  std::deque<int> read_ends_;
  std::deque<int> write_ends_;
  UMockdevIoctlClient* client_ = nullptr;  // the last one that opened it
  int reset_error_ = 0;
  bool taking_ = true;
  bool giving_back_ = true;
  bool present_ = true;
  bool hung_up_ = false;
  bool announced_gone_ = false;
  Seen seen_;
};

}  // namespace softpedal
