// Reads calendar objects, one JSON string a line; answers with what ical.js understands of each, one a line.
import { createInterface } from "node:readline";
import ICAL from "ical.js";

function line(property) {
  return { value: String(property.getFirstValue()), ...property.toJSON()[1] };
}

function moment(component, name) {
  const property = component.getFirstProperty(name);
  return property ? property.getFirstValue().toUnixTime() : null;
}

function told(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent");
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  return {
    method: calendar.getFirstPropertyValue("method"),
    version: calendar.getFirstPropertyValue("version"),
    events: events.map((event) => ({
      uid: event.getFirstPropertyValue("uid"),
      sequence: event.getFirstPropertyValue("sequence"),
      stamp: moment(event, "dtstamp"),
      starts: moment(event, "dtstart"),
      ends: moment(event, "dtend"),
      day: event.getFirstPropertyValue("dtstart").toString(),
      summary: event.getFirstPropertyValue("summary"),
      location: event.getFirstPropertyValue("location"),
      description: event.getFirstPropertyValue("description"),
      status: event.getFirstPropertyValue("status"),
      organizers: event.getAllProperties("organizer").map(line),
      attendees: event.getAllProperties("attendee").map(line),
      alarms: event.getAllSubcomponents("valarm").length,
      names: event.getAllProperties().map((property) => property.name),
    })),
  };
}

for await (const text of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = told(JSON.parse(text));
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
