/* S passes its environment on to J alone, so the options are built in. A process that lives for
 * one container frees nothing on its way out: no search for leaks. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "detect_leaks=0:abort_on_error=0:exitcode=86";
}
