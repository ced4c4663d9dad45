// What the page at the table needs beside what every page has.
import "./scripts/meeting.js";
