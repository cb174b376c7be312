// SPDX-License-Identifier: MIT
// The note "load uncertain": a small file beside the journals, one per trainer. It is on disk
// before a trainer is ever asked for resistance and goes only when that trainer has confirmed a
// release, so that whoever comes after a crash or a power cut knows which trainer may still hold a
// load.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/core/result.hpp"
#include "app/shell/descriptor.hpp"

namespace softpedal {

struct LoadNote {
  std::uint32_t trainer;
  std::string stick;
  bool operator==(const LoadNote&) const = default;
};

// On disk, file and directory, when it returns. The ride keeps the descriptor: it holds the lock
// that tells a living ride's note from one that was left behind.
[[nodiscard]] Result<Descriptor> write_note(const std::filesystem::path& directory,
                                            const LoadNote& note);
// Gone from disk when it returns; a note that is not there is no fault.
[[nodiscard]] Result<void> clear_note(const std::filesystem::path& directory,
                                      std::uint32_t trainer);
// The notes that no living ride holds.
[[nodiscard]] std::vector<LoadNote> notes_left_behind(const std::filesystem::path& directory);

[[nodiscard]] bool is_load_note(const std::filesystem::path& path);  // by its name

// What a start or doctor says of such a note, whose trainer is not the one of this ride.
[[nodiscard]] std::string load_left_on(std::uint32_t trainer,
                                       const std::filesystem::path& directory);

}  // namespace softpedal
