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

// A disk that takes longer is as good as gone.
inline constexpr std::chrono::seconds disk_answers_within{10};

class Journal final : public Recorder {
 public:
  // Who waits where both cannot go on. The loop of a real ride never does (Loop: it goes on). That
  // of a simulated ride does (Disk): its time may run faster than any disk, and nothing real waits.
  enum class Waits { Loop, Disk };

  // Creates the file and brings its header (lines without '#') to disk before it returns.
  [[nodiscard]] static Result<std::unique_ptr<Journal>> open(
      boost::asio::io_context& io, const std::filesystem::path& directory,
      const std::vector<std::string>& header, Waits waits,
      std::chrono::milliseconds patience = disk_answers_within);
  ~Journal() override;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void listen(Listener listener) override { *listener_ = std::move(listener); }
  void record(const JournalLine& line) override { append(line); }
  void remark(std::string text) override { append(std::move(text)); }
  void keep_note(const NoteRequest& request) override;
  // Waits for the disk, at most as long as its patience: a disk that never answers (a sync that
  // hangs) is a fault, and what it holds comes back with the next start.
  [[nodiscard]] Result<void> finish() override;
  [[nodiscard]] std::filesystem::path path() const override { return desk_->journal.whole; }

 private:
  using Entry = std::variant<JournalLine, std::string>;

  // What loop and thread share. The thread holds it too, for it may outlast the journal: nobody can
  // end a sync that hangs.
  struct Desk {
    boost::asio::io_context& io;
    const std::filesystem::path directory;
    const Waits waits;
    const std::chrono::milliseconds patience;
    JournalFile journal;  // the thread's, until it is done
    Descriptor note{};    // the thread's: holds the lock of our note
    std::string text{};   // the thread's: reused
    // The loop's; ends with the journal: what the thread posted looks at this before it calls.
    std::weak_ptr<Listener> listener{};

    std::mutex mutex{};  // all below
    std::condition_variable wake{};
    std::condition_variable settled{};
    std::vector<Entry> queue{};
    std::optional<NoteRequest> note_request{};
    std::optional<std::chrono::steady_clock::time_point> at_work_since{};
    bool finishing = false;
    bool done = false;       // the thread touches nothing any more
    bool abandoned = false;  // the loop is gone, and nothing is posted to it
    std::optional<Fault> lost{};

    void keep();                    // the thread
    void lose(const Fault& fault);  // with the mutex held
    [[nodiscard]] std::optional<Fault> put_on_disk(const std::vector<Entry>& batch);
    [[nodiscard]] std::optional<Fault> put_on_disk(const NoteRequest& request);
  };

  explicit Journal(std::shared_ptr<Desk> desk);
  void append(Entry entry);
  void stop_thread();

  std::shared_ptr<Listener> listener_ = std::make_shared<Listener>();
  std::shared_ptr<Desk> desk_;
  std::thread thread_{};
};

}  // namespace softpedal
