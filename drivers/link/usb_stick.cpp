// SPDX-License-Identifier: MIT
#include "drivers/link/usb_stick.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "drivers/link/stick_ids.hpp"
#include "drivers/link/survey.hpp"

namespace softpedal::usb {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// The socket a stick is plugged into: unlike its address, this outlives a reset.
struct Port {
  int bus = 0;
  std::vector<std::uint8_t> path;
  bool operator==(const Port&) const = default;
};

Port port_of(libusb_device* device) {
  std::array<std::uint8_t, 7> path{};  // USB allows a depth of 7
  const int depth = libusb_get_port_numbers(device, path.data(), static_cast<int>(path.size()));
  return {libusb_get_bus_number(device), {path.begin(), path.begin() + std::max(depth, 0)}};
}

struct UnrefDevice {
  void operator()(libusb_device* device) const { libusb_unref_device(device); }
};
using Device = std::unique_ptr<libusb_device, UnrefDevice>;

struct Candidate {
  Device device;
  SeenStick seen;  // where it is, for people
};

std::vector<Candidate> find_sticks(libusb_context* context) {
  std::vector<Candidate> found;
  libusb_device** list = nullptr;
  const auto count = libusb_get_device_list(context, &list);
  if (count < 0) return found;
  for (libusb_device* device : std::span{list, static_cast<std::size_t>(count)}) {
    libusb_device_descriptor about{};
    if (libusb_get_device_descriptor(device, &about) != LIBUSB_SUCCESS) continue;
    const auto id = known_stick(about.idVendor, about.idProduct);
    if (!id || id->kind != StickKind::Usb) continue;
    SeenStick seen{.id = *id};
    seen.bus = libusb_get_bus_number(device);
    seen.device = libusb_get_device_address(device);
    found.push_back({Device{libusb_ref_device(device)}, std::move(seen)});
  }
  libusb_free_device_list(list, 1);
  return found;
}

// The same stick with what sysfs and /proc know of it.
SeenStick look_closer(const SeenStick& seen, const Survey& now) {
  const auto same = std::ranges::find_if(now.sticks, [&](const SeenStick& other) {
    return other.bus == seen.bus && other.device == seen.device;
  });
  return same == now.sticks.end() ? seen : *same;
}

Fault fault_of(int error, const SeenStick& seen) {
  if (error == LIBUSB_ERROR_ACCESS || error == LIBUSB_ERROR_BUSY) {
    const Survey now = survey();
    const SeenStick closer = look_closer(seen, now);
    return error == LIBUSB_ERROR_ACCESS ? not_permitted(closer, now.rule_installed) : held(closer);
  }
  if (error == LIBUSB_ERROR_NO_DEVICE || error == LIBUSB_ERROR_NOT_FOUND) {
    return {FaultCode::NoStick,
            fmt::format("The ANT stick ({}) went away while it was opened: plug it in again.",
                        place_of(seen))};
  }
  return {FaultCode::LinkFailed,
          fmt::format("The ANT stick ({}) does not open ({}): unplug it and plug it in again.",
                      place_of(seen), libusb_strerror(error))};
}

struct CloseUnclaimed {
  void operator()(libusb_device_handle* handle) const { libusb_close(handle); }
};
using Unclaimed = std::unique_ptr<libusb_device_handle, CloseUnclaimed>;

Result<Unclaimed> open_node(const Candidate& candidate) {
  libusb_device_handle* handle = nullptr;
  const int error = libusb_open(candidate.device.get(), &handle);
  if (error != LIBUSB_SUCCESS) return tl::unexpected{fault_of(error, candidate.seen)};
  return Unclaimed{handle};
}

struct Endpoints {
  std::uint8_t in = 0;
  std::uint8_t out = 0;
};

// Exactly one bulk endpoint each way on interface 0, or it is no stick of ours.
std::optional<Endpoints> endpoints_of(libusb_device* device) {
  libusb_config_descriptor* config = nullptr;
  if (libusb_get_config_descriptor(device, 0, &config) != LIBUSB_SUCCESS) return std::nullopt;
  Endpoints found;
  int ins = 0;
  int outs = 0;
  if (config->bNumInterfaces > 0 && config->interface[0].num_altsetting > 0) {
    const libusb_interface_descriptor& first = config->interface[0].altsetting[0];
    for (const auto& endpoint : std::span{first.endpoint, first.bNumEndpoints}) {
      if ((endpoint.bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) != LIBUSB_TRANSFER_TYPE_BULK)
        continue;
      const bool in = (endpoint.bEndpointAddress & LIBUSB_ENDPOINT_IN) != 0;
      (in ? found.in : found.out) = endpoint.bEndpointAddress;
      ++(in ? ins : outs);
    }
  }
  libusb_free_config_descriptor(config);
  if (ins != 1 || outs != 1) return std::nullopt;
  return found;
}

// A serial driver is taken off the stick without asking, but not a program that talks through it.
std::optional<Fault> held_through_tty(libusb_device_handle* handle, const SeenStick& seen) {
  if (libusb_kernel_driver_active(handle, 0) != 1) return std::nullopt;
  const SeenStick closer = look_closer(seen, survey());
  if (closer.holders.empty()) return std::nullopt;
  return held(closer);
}

Result<Stick> claim(Unclaimed handle, const Candidate& candidate) {
  const auto endpoints = endpoints_of(candidate.device.get());
  if (!endpoints) {
    return tl::unexpected{Fault{
        FaultCode::LinkFailed,
        fmt::format("The device {} has the numbers of an ANT stick but not its two bulk endpoints: "
                    "try another stick.",
                    place_of(candidate.seen))}};
  }
  if (auto fault = held_through_tty(handle.get(), candidate.seen)) return tl::unexpected{*fault};
  libusb_set_auto_detach_kernel_driver(handle.get(), 1);
  int configuration = 0;
  int error = libusb_get_configuration(handle.get(), &configuration);
  // Setting it again, even to the same value, is a light reset of the device.
  if (error == LIBUSB_SUCCESS && configuration != 1) {
    error = libusb_set_configuration(handle.get(), 1);
  }
  if (error == LIBUSB_SUCCESS) error = libusb_claim_interface(handle.get(), 0);
  if (error != LIBUSB_SUCCESS) return tl::unexpected{fault_of(error, candidate.seen)};
  return Stick{.context = nullptr,
               .handle = Handle{handle.release()},
               .in = endpoints->in,
               .out = endpoints->out,
               .name = place_of(candidate.seen)};
}

Result<Context> new_context() {
  libusb_context* context = nullptr;
  const int error = libusb_init(&context);
  if (error != LIBUSB_SUCCESS) {
    return tl::unexpected{Fault{
        FaultCode::NoStick,
        fmt::format("This machine shows no USB ({}): plug an ANT stick into one that does, or ride "
                    "without one with --stick sim.",
                    libusb_strerror(error))}};
  }
  return Context{context};
}

// The first stick that opens and can be claimed, or what was wrong with the first.
Result<Stick> claim_first(const std::vector<Candidate>& sticks) {
  std::optional<Fault> first_fault;
  for (const Candidate& candidate : sticks) {
    auto stick = open_node(candidate).and_then(
        [&](Unclaimed handle) { return claim(std::move(handle), candidate); });
    if (stick) {
      if (sticks.size() > 1) stick->name += fmt::format(" (one of {} sticks)", sticks.size());
      return stick;
    }
    if (!first_fault) first_fault = stick.error();
  }
  return tl::unexpected{first_fault ? *first_fault : no_stick(survey())};
}

// What a reset leaves behind: where the stick will be found, and its address when that is no more.
struct Reset {
  Port port;
  std::optional<int> address_gone;
};

// Opens, resets and closes the first stick that no other program holds. A stick that refuses is no
// fault: ANT's own reset message is tried next in any case (ant-fec.md 7, number 44).
std::optional<Reset> reset_first_stick() {
  const auto context = new_context();
  if (!context) return std::nullopt;
  for (const Candidate& candidate : find_sticks(context->get())) {
    const auto handle = open_node(candidate);
    if (!handle || held_through_tty(handle->get(), candidate.seen)) continue;
    const bool kernel_driver = libusb_kernel_driver_active(handle->get(), 0) == 1;
    // A bus reset does not ask who claimed the stick, so we do.
    if (!kernel_driver && libusb_claim_interface(handle->get(), 0) != LIBUSB_SUCCESS) continue;
    const int error = libusb_reset_device(handle->get());
    Reset done{.port = port_of(candidate.device.get()), .address_gone = std::nullopt};
    if (error == LIBUSB_ERROR_NOT_FOUND) done.address_gone = candidate.seen.device;
    return done;
  }
  return std::nullopt;
}

// A reset stick may leave the bus and come back at a new address. The wait is for the arrival that
// udev reports, looked at again each 100 ms in case there is no udev.
std::vector<Candidate> await_return(libusb_context* context, const Reset& reset) {
  constexpr milliseconds patience{1000};
  const auto end = SteadyClock::now() + patience;
  while (true) {
    auto sticks = find_sticks(context);
    std::erase_if(sticks, [&](const Candidate& c) { return reset.address_gone == c.seen.device; });
    const auto same = std::ranges::find_if(
        sticks, [&](const Candidate& c) { return port_of(c.device.get()) == reset.port; });
    if (same != sticks.end()) {
      std::rotate(sticks.begin(), same, same + 1);
      return sticks;
    }
    if (SteadyClock::now() >= end) return sticks;
    timeval slice{.tv_sec = 0, .tv_usec = 100'000};
    libusb_handle_events_timeout_completed(context, &slice, nullptr);
  }
}

}  // namespace

Result<Stick> open_stick(bool reset_first) {
  const auto reset = reset_first ? reset_first_stick() : std::nullopt;
  auto context = new_context();
  if (!context) return tl::unexpected{context.error()};
  auto stick =
      claim_first(reset ? await_return(context->get(), *reset) : find_sticks(context->get()));
  if (stick) stick->context = *std::move(context);
  return stick;
}

}  // namespace softpedal::usb
