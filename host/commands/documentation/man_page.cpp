#include "commands/documentation/man_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "base/error.hpp"
#include "base/version.hpp"
#include "config/keys/parameters.hpp"

namespace hashlease {

namespace {

/// Text as roff shows it: hyphens stay ASCII, and no line is taken for a request.
std::string roff(const std::string& text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '\\') {
      escaped += "\\e";
    } else if (letter == '-') {
      escaped += "\\-";
    } else if (letter == '"') {
      escaped += "\\(dq";
    } else {
      escaped += letter;
    }
  }
  return escaped.empty() || (escaped[0] != '.' && escaped[0] != '\'') ? escaped : "\\&" + escaped;
}

std::string bold(const std::string& text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + roff(text) + "\\fR"; }
std::string section(const char* name) { return fmt::format(".SH {}\n", name); }
std::string entry(const std::string& term, const std::string& text) { return fmt::format(".TP\n{}\n{}\n", term, text); }

/// A meaning as a sentence; one of the option's own words at its start stays as it has to be typed.
std::string sentence(std::string text, const std::vector<std::string>& words = {}) {
  if (text.empty()) return text;
  if (text.back() != '.' && text.back() != '?') text += '.';
  const bool literal = std::find(words.begin(), words.end(), text.substr(0, text.find_first_of(" ,"))) != words.end();
  if (!literal && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string option_term(const OptionDescription& option) {
  if (option.names.empty()) return italic(option.value);
  std::string term;
  for (const std::string& name : option.names) term += (term.empty() ? "" : ", ") + bold(name);
  return option.value.empty() ? term : term + " " + italic(option.value);
}

/// The first line of a command: its required arguments, and that there are options.
std::string usage(const CommandDescription& command) {
  std::string line = bold("hashlease " + command.name);
  for (const OptionDescription& option : command.options) {
    const std::string dots = option.repeated ? "..." : "";
    if (option.names.empty()) {
      const std::string argument = italic(option.value) + dots;
      line += option.required ? " " + argument : " [" + argument + "]";
    } else if (option.required) {
      line += " " + bold(option.names.front()) + " " + italic(option.value) + dots;
    }
  }
  return line + " [" + italic("OPTION") + "...]";
}

std::string verbatim(const std::string& lines) { return ".PP\n.RS\n.nf\n" + lines + ".fi\n.RE\n"; }

/// What help prints at its end: indented lines as they are, other lines as paragraphs.
std::string footer_text(const std::string& footer) {
  std::string text;
  std::string indented;
  std::string paragraph;
  std::istringstream lines(footer + "\n\n");
  for (std::string line; std::getline(lines, line);) {
    const bool is_indented = line.rfind("  ", 0) == 0;
    if (is_indented || line.empty()) {
      if (!paragraph.empty()) text += ".PP\n" + paragraph;
      paragraph.clear();
    }
    if (!is_indented && !indented.empty()) text += verbatim(indented);
    if (!is_indented) indented.clear();
    if (!line.empty()) (is_indented ? indented : paragraph) += roff(is_indented ? line.substr(2) : line) + "\n";
  }
  return text;
}

std::string command_text(const CommandDescription& command) {
  std::string text =
      fmt::format(".SS {}\n{}\n.PP\n{}\n", roff(command.name), usage(command), roff(sentence(command.meaning)));
  for (const OptionDescription& option : command.options) {
    if (option.names == std::vector<std::string>{"-h", "--help"}) continue;
    text += entry(option_term(option), roff(sentence(option.meaning, option.words)));
  }
  return text + footer_text(command.footer);
}

/// The sub-commands under the headings of their groups.
std::string commands_text(const std::vector<CommandDescription>& commands) {
  std::string text;
  std::string group;
  for (const CommandDescription& command : commands) {
    if (command.group != group) {
      group = command.group;
      std::string heading = group + " commands";
      std::transform(heading.begin(), heading.end(), heading.begin(),
                     [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
      text += section(heading.c_str());
    }
    text += command_text(command);
  }
  return text;
}

/// The tables of a configuration in the order of the table of parameters.
std::string tables_text(const Section& parent, const std::string& prefix) {
  std::string text;
  for (const Section& child : parent.sections) {
    const std::string path = prefix + std::string(child.key);
    const std::string name = child.repeated ? "[[" + path + "]]" : "[" + path + "]";
    text += entry(bold(name), roff(std::string(child.meaning)));
    text += tables_text(child, path + ".");
  }
  return text;
}

std::string configuration_text() {
  return section("CONFIGURATION") +
         "A study is a TOML file. All of its keys, with unit, bounds and default, are explained by\n" +
         bold("hashlease describe") +
         ";\nall errors in a file are reported at once. These are its tables; [[...]] may stand several times.\n" +
         tables_text(configuration_section(), "") +
         ".PP\nAn editor that knows JSON Schema completes and checks keys while one types, with the schema that\n" +
         bold("hashlease schema") + "\nprints and a first line of the study such as\n" +
         verbatim(roff("#:schema /usr/share/hashlease/configs/hashlease.schema.json") + "\n");
}

std::string exit_status_text() {
  const std::pair<ExitCode, const char*> codes[] = {
      {ExitCode::done, "Done."},
      {ExitCode::run_failed, "The run failed, or the file is damaged."},
      {ExitCode::bad_input, "Bad usage or configuration. Nothing was written."},
      {ExitCode::difference, "A comparison found a difference."},
      {ExitCode::interrupted, "Interrupted (SIGINT). The same command resumes where it stopped."},
      {ExitCode::terminated, "Terminated (SIGTERM). The same command resumes where it stopped."},
  };
  std::string text = section("EXIT STATUS");
  for (const auto& [code, meaning] : codes) text += entry(bold(std::to_string(static_cast<int>(code))), roff(meaning));
  return text;
}

std::string files_text() {
  return section("FILES") +
         entry(italic("FILE.h5"), "A result, HDF5. " + roff("Its schema and configuration, with units, are in it.")) +
         entry(italic("FILE.h5.parts"),
               roff("Finished blocks of a run that is not complete. The same command resumes from them, also after a "
                    "crash or power loss, to the same result.")) +
         entry(italic("/usr/share/hashlease/configs"),
               roff("Studies, markets and JSON Schemas that come with the Debian package. Below the prefix of any "
                    "other installation: share/hashlease/configs.")) +
         entry(italic("/usr/share/doc/hashlease"),
               roff("What the models assume, every dataset of a result, every key, and systemd units for a run each "
                    "night."));
}

std::string environment_text() {
  return section("ENVIRONMENT") +
         entry(bold("TERM"), roff("On a terminal that is not dumb, progress stays on one line.")) +
         entry(bold("CUDA_VISIBLE_DEVICES"), roff("GPUs that the CUDA driver shows to the program, where it has the "
                                                  "CUDA backend."));
}

/// The examples of help and what stands below them, without the heading; exit codes have a section of their own.
std::string examples_text(const std::string& footer) {
  return section("EXAMPLES") +
         footer_text(footer.substr(footer.find('\n') + 1, footer.find("Exit codes:") - footer.find('\n') - 1));
}

}  // namespace

std::string man_page(const CommandDescription& program) {
  std::string page = fmt::format(".TH HASHLEASE 1 \"\" \"hashlease {}\" \"User Commands\"\n", kProgramVersion);
  page += section("NAME") + "hashlease \\- Monte Carlo risk of datacenters that mine bitcoin or rent out GPUs\n";
  page += section("SYNOPSIS") + bold("hashlease") + " " + italic("COMMAND") + " [" + italic("ARGUMENT") + "...]\n";
  page += section("DESCRIPTION") +
          roff(
              "Simulates joint paths of the BTC price, the Bitcoin network, GPU lease rates and power prices, puts "
              "every path through the datacenters of a study, and writes the distributions of revenue and cash flow "
              "with their standard errors to one HDF5 file.") +
          "\n";
  page += section("OPTIONS");
  for (const OptionDescription& option : program.options) {
    page += entry(option_term(option), roff(sentence(option.meaning, option.words)));
  }
  page +=
      commands_text(program.commands) + configuration_text() + exit_status_text() + files_text() + environment_text();
  page += examples_text(program.footer);
  page += section("SEE ALSO") + ".BR h5dump (1),\n.BR systemd.timer (5)\n";
  return page;
}

}  // namespace hashlease
