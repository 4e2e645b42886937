/* What a shared library shows: everything else in it is hidden. */
#ifndef RECKON_EXPORT_H
#define RECKON_EXPORT_H

#if defined(__GNUC__)
#define RECKON_API __attribute__((visibility("default")))
#else
#define RECKON_API
#endif

#endif
