"""What a WSGI server loads: `gunicorn wsgi:application`."""

from casebook.wiring import create_app

application = create_app()
