/*
 * What was meant by a name that there is not: "did you mean ...?". Pure.
 */
#ifndef SPELLING_H
#define SPELLING_H

#include <stdbool.h>

/* Are they at most two letters apart (added, dropped, changed)? Words of 64
 * letters and more only if they are the same. */
bool spelling_near(const char *typed, const char *word);

#endif
