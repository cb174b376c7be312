// SPDX-License-Identifier: MIT
// The language of the dashboard, chosen once from the environment. Danish comes with LANGUAGE=da
// alone: a bare Debian has no Danish locale, and needs none. Numbers keep their point everywhere.
#pragma once

namespace softpedal::ui {

// Once, at the start, before any thread: the environment may be completed.
void choose_language();

// The text in the language chosen, or as it is where nobody translated it.
[[nodiscard]] const char* translate(const char* english);

}  // namespace softpedal::ui
