// SPDX-License-Identifier: MIT
// The journal on disk: append-only text, one line per event and per changed decision, synced twice
// a second by its own thread. The loop hands over values through a bounded queue and never waits
// for the disk; a full queue, a write error or a disk that does not answer is a lost journal.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "app/asio.hpp"
#include "app/shell/journal_files.hpp"
#include "app/shell/recorder.hpp"

namespace softpedal {

class Journal final : public Recorder {
 public:
  // Who waits where both cannot go on. The loop of a real ride never does (Loop: it goes on). That
  // of a simulated ride does (Disk): its time may run faster than any disk, and nothing real waits.
  enum class Waits { Loop, Disk };

  // Creates the file and brings its header (lines without '#') to disk before it returns.
  [[nodiscard]] static Result<std::unique_ptr<Journal>> open(boost::asio::io_context& io,
                                                             const std::filesystem::path& directory,
                                                             const std::vector<std::string>& header,
                                                             Waits waits);
  ~Journal() override;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void listen(Listener listener) override { listener_ = std::move(listener); }
  void record(const JournalLine& line) override { append(line); }
  void remark(std::string text) override { append(std::move(text)); }
  void keep_note(const NoteRequest& request) override;
  [[nodiscard]] Result<void> finish() override;
  [[nodiscard]] std::filesystem::path path() const override { return journal_.whole; }

 private:
  using Entry = std::variant<JournalLine, std::string>;

  Journal(boost::asio::io_context& io, std::filesystem::path directory, JournalFile journal,
          Waits waits);
  void append(Entry entry);
  void lose(const Fault& fault);  // with mutex_ held
  void stop_thread();

  // The journal's thread.
  void keep();
  [[nodiscard]] std::optional<Fault> put_on_disk(const std::vector<Entry>& batch);
  [[nodiscard]] std::optional<Fault> put_on_disk(const NoteRequest& request);

  boost::asio::io_context& io_;
  const std::filesystem::path directory_;
  const Waits waits_;
  JournalFile journal_;  // the thread's, until it is joined
  Descriptor note_{};    // the thread's: holds the lock of our note
  std::string text_{};   // the thread's: reused
  Listener listener_{};  // the loop's
  // Ends with the journal: what its thread posted looks at this before it touches anything.
  std::shared_ptr<void> life_ = std::make_shared<char>();

  std::mutex mutex_{};  // all below
  std::condition_variable wake_{};
  std::condition_variable settled_{};
  std::vector<Entry> queue_{};
  std::optional<NoteRequest> note_request_{};
  std::optional<std::chrono::steady_clock::time_point> at_work_since_{};
  bool finishing_ = false;
  std::optional<Fault> lost_{};
  std::thread thread_{};  // last: it sees everything above
};

}  // namespace softpedal
