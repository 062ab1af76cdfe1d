"""Pages for signed-in staff: the way in, and the frame for every section behind it.

A section is a table of routes under a path of its own, behind the same guard, limits and headers:

    def section(room: Room) -> Section:
        pages = Review(room)
        return Section("review", "/review", "Review", "reviewer", {"/": {"GET": pages.show}})

`bot/serve.py` mounts it: `app.blueprint(room.mount(section(room)))`; the head of every staff page
then links to it, for those whose role includes the section's. A handler begins with

    member = await room.gate.signed_in(request, "reviewer")

which raises a Problem that sends who is not signed in to the sign-in page and back, and tells who
lacks the role. A handler of POST goes on with

    fields = room.gate.form(request, body, member)

which refuses any form that a page of ours did not send to this very person: their pages hold
`<input type="hidden" name="form" value="{{ form }}">`. Pages are rendered by

    room.pages.render("review_show.html", member, title=..., **values)

from templates in `bot/channel/<section>/pages/` that extend `staff_layout.html`; words stand in
`bot/channel/<section>/words.yml` and are found by `t`. What staff do is told to
`room.log(member, "what", "about what")`.
"""
