// SPDX-License-Identifier: MIT
// Where a ride is recorded. The runner never waits for it; what happens to it comes back later, in
// the loop, through the listener.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "app/core/journal_line.hpp"
#include "app/core/result.hpp"
#include "app/shell/load_note.hpp"

namespace softpedal {

// The note "load uncertain" of `about.trainer` is to be on disk (true) or gone from it (false).
struct NoteRequest {
  bool load_uncertain;
  LoadNote about;
  std::uint64_t number;  // names the request in its answer
};

class Recorder {
 public:
  struct Listener {
    // It is so on disk. A request that a later one overtook has no answer.
    std::function<void(const NoteRequest&)> note_kept;
    // Nothing can be recorded any more. Called once.
    std::function<void(const Fault&)> lost;
  };

  virtual ~Recorder() = default;
  virtual void listen(Listener listener) = 0;
  virtual void record(const JournalLine& line) = 0;
  virtual void remark(std::string text) = 0;  // for people: becomes a '#' line
  virtual void keep_note(const NoteRequest& request) = 0;
  // Everything is on disk and the record is marked as whole. This one may wait: the ride is over.
  [[nodiscard]] virtual Result<void> finish() = 0;
  // Where it is when it is whole; empty: nothing is kept.
  [[nodiscard]] virtual std::filesystem::path path() const { return {}; }
};

// For simulated rides only: nothing is kept, and a note is as good as written.
class NoRecord final : public Recorder {
 public:
  void listen(Listener listener) override { listener_ = std::move(listener); }
  void record(const JournalLine&) override {}
  void remark(std::string) override {}
  void keep_note(const NoteRequest& request) override {
    if (listener_.note_kept) listener_.note_kept(request);
  }
  [[nodiscard]] Result<void> finish() override { return {}; }

 private:
  Listener listener_{};
};

}  // namespace softpedal
