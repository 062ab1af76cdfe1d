"""How the owner of a need is found: places, rules, facts and the card made of them. All pure."""
