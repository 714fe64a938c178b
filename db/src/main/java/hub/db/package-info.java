/** How it is kept: the schema, the data source, the embedded PostgreSQL. */
@NullMarked
package hub.db;

import org.jspecify.annotations.NullMarked;
