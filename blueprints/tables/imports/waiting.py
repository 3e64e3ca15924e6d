"""What the letter worker does beside its letters: imports that wait."""

from sqlalchemy import select

from models.imports import AT_WORK, Import
from plumbing import database, delivery

FIRST = select(Import.id).where(Import.state.in_(AT_WORK)).order_by(Import.id).limit(1)


def work_off_waiting() -> bool:
    """A piece of whatever waits; the look for it takes no lock and loads nothing that writes."""
    unit = database.Work(database.engine(), writing=False)
    try:
        import_id = unit.house.scalar(FIRST)
    finally:
        unit.close()
    if import_id is None:
        return False
    from blueprints.tables.imports.worker import work_off

    work_off(import_id)
    return True


delivery.beside.append(work_off_waiting)
