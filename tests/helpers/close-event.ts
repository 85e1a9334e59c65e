// Node before 23 has no CloseEvent; browsers do.
import '#lib/server/close-event.ts';
