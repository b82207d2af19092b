/** Version of the events: another one when a field changes its meaning or goes. New fields may come. */
export const EVENTS_SCHEMA = 1
