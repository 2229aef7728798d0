"""``python -m paperboy_bot`` is ``paperboy``."""

from paperboy_bot.launch import main

if __name__ == "__main__":
    main()
