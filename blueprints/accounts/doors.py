"""Door signs with domain words."""

from plumbing.access import door

coordinators = door("coordinators", lambda actor: actor is not None and bool(actor.coordinates))
administrators = door("administrators", lambda actor: actor is not None and actor.is_admin)
privacy_officers = door("privacy_officers", lambda actor: actor is not None and actor.is_privacy_officer)
