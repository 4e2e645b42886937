// What a run says, in the format asked for: answers to standard output, errors to standard error (in JSON to standard
// output as well). Remembers whether anything failed.
#pragma once

#include "api/text.hpp"
#include "cli/options.hpp"
#include "cli/picture_files.hpp"
#include "lang/session.hpp"

namespace reckon::cli {

class Printer {
 public:
  explicit Printer(const Options&);

  // In silence only errors and failed checks are printed.
  void set_silent(bool silent) { silent_ = silent; }
  void set_format(Format format) { format_ = format; }
  // How text looks.
  TextOptions& look() { return options_; }
  void operator()(const lang::Outcome&);
  // An error that has no place in a text.
  void error(const std::string& message, const std::string& hint = {});
  bool failed() const { return failed_; }

 private:
  void echo(const lang::Outcome&);
  void answer(const lang::Outcome&);
  void check(const lang::Outcome&);
  void why(const lang::Outcome&);
  void drivers(const lang::Outcome&);
  void plot(const lang::Outcome&);
  void note(const lang::Outcome&);
  void trees(const char* kind, const lang::Outcome&);
  void diagnostic(const lang::Diagnostic&);
  void print(const std::string& block);
  void complain(const std::string& text) const;

  Format format_;
  PictureFiles pictures_;
  TextOptions options_;
  bool echo_;
  bool strict_;
  bool is_kept_;  // in a database: what is printed of it is out at once, as what it tells of is durable
  bool silent_ = false;
  bool failed_ = false;
  bool printed_ = false;  // a block of CSV or Markdown stands before
};

}  // namespace reckon::cli
