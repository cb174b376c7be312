// SPDX-License-Identifier: MIT
#include "app/shell/journal.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <utility>

namespace softpedal {
namespace {

using namespace std::chrono_literals;

// Each event is on disk within a second (design.md 4): half of it is left for the disk itself.
constexpr auto sync_every = 500ms;
// A usual ride has some twenty lines a second, so the queue holds out for most of a minute.
constexpr std::size_t queue_capacity = 1024;
constexpr std::size_t queue_urgent = queue_capacity / 4;

}  // namespace

Result<std::unique_ptr<Journal>> Journal::open(boost::asio::io_context& io,
                                               const std::filesystem::path& directory,
                                               const std::vector<std::string>& header, Waits waits,
                                               std::chrono::milliseconds patience) {
  auto file = create_journal_file(directory, std::chrono::system_clock::now());
  if (!file) return tl::unexpected(file.error());
  std::string text;
  for (const auto& line : header) text += remark_line(line);
  int error = write_all(file->file.get(), text);
  if (error == 0 && ::fdatasync(file->file.get()) != 0) error = errno;
  if (error != 0) {
    ::unlink(file->part.c_str());
    return tl::unexpected(journal_fault(file->part, error));
  }
  // A braced list: the desk can be neither copied nor moved.
  std::shared_ptr<Desk> desk{new Desk{.io = io,
                                      .directory = directory,
                                      .waits = waits,
                                      .patience = patience,
                                      .journal = std::move(*file)}};
  return std::unique_ptr<Journal>{new Journal{std::move(desk)}};
}

Journal::Journal(std::shared_ptr<Desk> desk) : desk_{std::move(desk)} {
  desk_->listener = listener_;
  desk_->queue.reserve(queue_capacity);
  thread_ = std::thread{[shared = desk_] { shared->keep(); }};
}

Journal::~Journal() { stop_thread(); }

void Journal::append(Entry entry) {
  Desk& d = *desk_;
  std::unique_lock lock{d.mutex};
  if (d.waits == Waits::Disk) {
    const auto room = [&d] { return d.lost || d.queue.size() < queue_capacity; };
    if (!d.settled.wait_for(lock, d.patience, room))
      d.lose(journal_fault(d.journal.part, ETIMEDOUT));
  }
  if (d.lost) return;
  const auto now = std::chrono::steady_clock::now();
  if (d.queue.size() >= queue_capacity ||
      (d.at_work_since && now - *d.at_work_since > d.patience)) {
    d.lose(journal_fault(d.journal.part, ETIMEDOUT));
    return;
  }
  d.queue.push_back(std::move(entry));
  if (d.queue.size() == queue_urgent) d.wake.notify_one();
}

void Journal::keep_note(const NoteRequest& request) {
  Desk& d = *desk_;
  std::unique_lock lock{d.mutex};
  if (d.lost) return;
  d.note_request = request;
  d.wake.notify_one();
  if (d.waits == Waits::Loop) return;
  const auto answered = [&d] { return d.lost || (!d.note_request && !d.at_work_since); };
  if (!d.settled.wait_for(lock, d.patience, answered)) {
    d.lose(journal_fault(d.journal.part, ETIMEDOUT));
  }
  const bool kept = !d.lost;
  lock.unlock();
  if (kept) listener_->note_kept(request);
}

Result<void> Journal::finish() {
  stop_thread();
  {
    const std::lock_guard lock{desk_->mutex};
    if (desk_->lost) return tl::unexpected(*desk_->lost);
  }
  return complete_journal_file(desk_->journal);
}

void Journal::stop_thread() {
  if (!thread_.joinable()) return;
  Desk& d = *desk_;
  std::unique_lock lock{d.mutex};
  d.finishing = true;
  d.wake.notify_one();
  if (d.settled.wait_for(lock, d.patience, [&d] { return d.done; })) {
    lock.unlock();
    thread_.join();
    return;
  }
  if (!d.lost) d.lost = journal_fault(d.journal.part, ETIMEDOUT);
  d.abandoned = true;
  thread_.detach();
}

void Journal::Desk::lose(const Fault& fault) {
  if (lost) return;
  lost = fault;
  queue.clear();
  settled.notify_all();
  if (abandoned) return;
  boost::asio::post(io, [fault, heard = listener] {
    const auto living = heard.lock();
    if (living && living->lost) living->lost(fault);
  });
}

void Journal::Desk::keep() {
  std::vector<Entry> batch;
  batch.reserve(queue_capacity);
  std::unique_lock lock{mutex};
  for (bool last = false; !last;) {
    wake.wait_for(lock, sync_every,
                  [this] { return finishing || note_request || queue.size() >= queue_urgent; });
    last = finishing;
    batch.clear();
    std::swap(queue, batch);
    const auto request = std::exchange(note_request, std::nullopt);
    if (lost || (batch.empty() && !request)) continue;

    at_work_since = std::chrono::steady_clock::now();
    settled.notify_all();
    lock.unlock();
    auto fault = put_on_disk(batch);
    if (!fault && request) fault = put_on_disk(*request);
    lock.lock();
    at_work_since.reset();
    if (fault) {
      lose(*fault);
    } else if (request && waits == Waits::Loop && !abandoned) {
      boost::asio::post(io, [kept = *request, heard = listener] {
        const auto living = heard.lock();
        if (living && living->note_kept) living->note_kept(kept);
      });
    }
    settled.notify_all();
  }
  done = true;
  settled.notify_all();
}

std::optional<Fault> Journal::Desk::put_on_disk(const std::vector<Entry>& batch) {
  if (batch.empty()) return std::nullopt;
  text.clear();
  for (const auto& entry : batch) {
    if (const auto* line = std::get_if<JournalLine>(&entry)) {
      text += to_text(*line);
      text += '\n';
    } else {
      text += remark_line(std::get<std::string>(entry));
    }
  }
  int error = write_all(journal.file.get(), text);
  if (error == 0 && ::fdatasync(journal.file.get()) != 0) error = errno;
  if (error != 0) return journal_fault(journal.part, error);
  return std::nullopt;
}

std::optional<Fault> Journal::Desk::put_on_disk(const NoteRequest& request) {
  // A virtual trainer's load dies with its ride, and a real one may have its number.
  if (waits == Waits::Disk) return std::nullopt;
  if (request.load_uncertain) {
    auto written = write_note(directory, request.about);
    if (!written) return written.error();
    note = std::move(*written);
    return std::nullopt;
  }
  const auto cleared = clear_note(directory, request.about.trainer);
  note.reset();
  if (!cleared) return cleared.error();
  return std::nullopt;
}

}  // namespace softpedal
