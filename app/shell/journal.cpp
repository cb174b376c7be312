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
constexpr auto disk_answers_within = 10s;

}  // namespace

Result<std::unique_ptr<Journal>> Journal::open(boost::asio::io_context& io,
                                               const std::filesystem::path& directory,
                                               const std::vector<std::string>& header,
                                               Waits waits) {
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
  return std::unique_ptr<Journal>{new Journal{io, directory, std::move(*file), waits}};
}

Journal::Journal(boost::asio::io_context& io, std::filesystem::path directory, JournalFile journal,
                 Waits waits)
    : io_{io}, directory_{std::move(directory)}, waits_{waits}, journal_{std::move(journal)} {
  queue_.reserve(queue_capacity);
  thread_ = std::thread{[this] { keep(); }};
}

Journal::~Journal() { stop_thread(); }

void Journal::append(Entry entry) {
  std::unique_lock lock{mutex_};
  if (waits_ == Waits::Disk) {
    settled_.wait(lock, [this] { return lost_ || queue_.size() < queue_capacity; });
  }
  if (lost_) return;
  const auto now = std::chrono::steady_clock::now();
  if (queue_.size() >= queue_capacity ||
      (at_work_since_ && now - *at_work_since_ > disk_answers_within)) {
    lose(journal_fault(journal_.part, ETIMEDOUT));
    return;
  }
  queue_.push_back(std::move(entry));
  if (queue_.size() == queue_urgent) wake_.notify_one();
}

void Journal::keep_note(const NoteRequest& request) {
  std::unique_lock lock{mutex_};
  if (lost_) return;
  note_request_ = request;
  wake_.notify_one();
  if (waits_ == Waits::Loop) return;
  settled_.wait(lock, [this] { return lost_ || (!note_request_ && !at_work_since_); });
  const bool kept = !lost_;
  lock.unlock();
  if (kept) listener_.note_kept(request);
}

Result<void> Journal::finish() {
  stop_thread();
  if (lost_) return tl::unexpected(*lost_);
  return complete_journal_file(journal_);
}

void Journal::stop_thread() {
  {
    const std::lock_guard lock{mutex_};
    finishing_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Journal::lose(const Fault& fault) {
  if (lost_) return;
  lost_ = fault;
  queue_.clear();
  settled_.notify_all();
  boost::asio::post(io_, [this, fault, life = std::weak_ptr{life_}] {
    if (!life.expired() && listener_.lost) listener_.lost(fault);
  });
}

void Journal::keep() {
  std::vector<Entry> batch;
  batch.reserve(queue_capacity);
  std::unique_lock lock{mutex_};
  for (bool last = false; !last;) {
    wake_.wait_for(lock, sync_every,
                   [this] { return finishing_ || note_request_ || queue_.size() >= queue_urgent; });
    last = finishing_;
    batch.clear();
    std::swap(queue_, batch);
    const auto request = std::exchange(note_request_, std::nullopt);
    if (lost_ || (batch.empty() && !request)) continue;

    at_work_since_ = std::chrono::steady_clock::now();
    settled_.notify_all();
    lock.unlock();
    auto fault = put_on_disk(batch);
    if (!fault && request) fault = put_on_disk(*request);
    lock.lock();
    at_work_since_.reset();
    if (fault) {
      lose(*fault);
    } else if (request && waits_ == Waits::Loop) {
      boost::asio::post(io_, [this, kept = *request, life = std::weak_ptr{life_}] {
        if (!life.expired() && listener_.note_kept) listener_.note_kept(kept);
      });
    }
    settled_.notify_all();
  }
}

std::optional<Fault> Journal::put_on_disk(const std::vector<Entry>& batch) {
  if (batch.empty()) return std::nullopt;
  text_.clear();
  for (const auto& entry : batch) {
    if (const auto* line = std::get_if<JournalLine>(&entry)) {
      text_ += to_text(*line);
      text_ += '\n';
    } else {
      text_ += remark_line(std::get<std::string>(entry));
    }
  }
  int error = write_all(journal_.file.get(), text_);
  if (error == 0 && ::fdatasync(journal_.file.get()) != 0) error = errno;
  if (error != 0) return journal_fault(journal_.part, error);
  return std::nullopt;
}

std::optional<Fault> Journal::put_on_disk(const NoteRequest& request) {
  if (request.load_uncertain) {
    auto written = write_note(directory_, request.about);
    if (!written) return written.error();
    note_ = std::move(*written);
    return std::nullopt;
  }
  const auto cleared = clear_note(directory_, request.about.trainer);
  note_.reset();
  if (!cleared) return cleared.error();
  return std::nullopt;
}

}  // namespace softpedal
