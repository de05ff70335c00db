/* What J requests from S. */
#ifndef JCR_REQUEST_H
#define JCR_REQUEST_H

#include "supervisor.h"

/* Receives one packet from J and carries it out. */
void request_handle(struct supervisor *s);

#endif
