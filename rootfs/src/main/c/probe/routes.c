#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/route.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sections.h"
#include "text.h"

enum { TEXT = INET6_ADDRSTRLEN + 4 };

static void print_route(struct json *json, const char *destination, const char *gateway,
                        const char *interface, unsigned long metric) {
    json_object(json, NULL);
    json_string(json, "destination", destination);
    json_string(json, "gateway", gateway);
    json_string(json, "interface", interface);
    json_unsigned(json, "metric", metric);
    json_end(json);
}

/* Iface Destination Gateway Flags RefCnt Use Metric Mask ...: addresses are hexadecimal numbers
 * whose memory holds network order. */
static void print_ipv4(struct json *json, const char *line) {
    char interface[17], destination[TEXT], gateway[TEXT];
    uint32_t to, via, flags, mask;
    unsigned long metric;
    if (sscanf(line, "%16s %x %x %x %*s %*s %lu %x", interface, &to, &via, &flags, &metric,
               &mask) != 6)
        return;
    inet_ntop(AF_INET, &to, destination, sizeof destination);
    sprintf(destination + strlen(destination), "/%d", __builtin_popcount(mask));
    inet_ntop(AF_INET, &via, gateway, sizeof gateway);
    print_route(json, destination, flags & RTF_GATEWAY ? gateway : NULL, interface, metric);
}

static bool hex_address(const char *hex, char *text) {
    unsigned char bytes[16];
    for (int i = 0; i < 16; i++)
        if (sscanf(hex + 2 * i, "%2hhx", &bytes[i]) != 1) return false;
    return inet_ntop(AF_INET6, bytes, text, INET6_ADDRSTRLEN) != NULL;
}

/* Destination Length Source Length Gateway Metric RefCnt Use Flags Iface, all hexadecimal. The
 * kernel's own entries (local addresses, the catch-all that rejects) are left out. */
static void print_ipv6(struct json *json, const char *line) {
    enum { LOCAL = (int)0x80000000 };
    char to[33], via[33], interface[17], destination[TEXT], gateway[TEXT];
    unsigned length, flags;
    unsigned long metric;
    if (sscanf(line, "%32s %x %*s %*s %32s %lx %*s %*s %x %16s", to, &length, via, &metric, &flags,
               interface) != 6)
        return;
    if (flags & (RTF_REJECT | (unsigned)LOCAL) || strlen(to) != 32 || strlen(via) != 32) return;
    if (!hex_address(to, destination) || !hex_address(via, gateway)) return;
    sprintf(destination + strlen(destination), "/%u", length & 0xff);
    print_route(json, destination, flags & RTF_GATEWAY ? gateway : NULL, interface, metric);
}

static void print_file(struct json *json, const char *path,
                       void (*print)(struct json *, const char *)) {
    char *text = text_read(path, NULL);
    char *rest = text;
    for (char *line; (line = text_line(&rest));) print(json, line);
    free(text);
}

void print_routes(struct json *json, const char *key) {
    json_array(json, key);
    print_file(json, "/proc/self/net/route", print_ipv4); /* its heading has no numbers */
    print_file(json, "/proc/self/net/ipv6_route", print_ipv6);
    json_end(json);
}
