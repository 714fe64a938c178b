/** What people see: pages, the Hub's HTTP API, security chains. */
@NullMarked
package hub.web;

import org.jspecify.annotations.NullMarked;
