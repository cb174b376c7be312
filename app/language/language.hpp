// SPDX-License-Identifier: MIT
// The language of what people read: the rider's choice, else the environment's. Danish comes with
// LANGUAGE=da alone: a bare Debian has no Danish locale, and needs none. Numbers keep their point
// everywhere.
#pragma once

#include <string>
#include <vector>

namespace softpedal {

// What may be chosen: "" for the system's, "en", and each that has its words here.
[[nodiscard]] std::vector<std::string> languages();

// Once at the start, before any thread: the environment may be completed. Empty: the system's.
void choose_language(const std::string& language = {});
// Another one later, in the thread that translates.
void change_language(const std::string& language);

// The text in the language chosen, or as it is where nobody translated it.
[[nodiscard]] const char* translate(const char* english);

}  // namespace softpedal
