/* What J asks of S. */
#ifndef JCR_REQUEST_H
#define JCR_REQUEST_H

#include "supervisor.h"

/* Receives one packet of J and does what it asks for. */
void request_handle(struct supervisor *s);

#endif
