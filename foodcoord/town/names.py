"""Names for people who do not exist."""

from random import Random

GIVEN = """
Abigail Adaeze Ahmed Aisha Alasdair Alejandra Alice Amara Amit Ana Andrew Anjali Anna Anwar Arjun
Asha Ayo Barbara Beatriz Ben Bola Bronwen Callum Carmen Catherine Cem Chen Chiara Chidi Clare Dan
Daniela David Deepa Dilys Dmitri Elif Ellen Emeka Emma Esther Ewa Farah Fatima Fergus Fiona Gareth
George Grace Gwen Hamza Hana Hannah Hassan Helen Ibrahim Imogen Ines Isla Ivan Jack Jamila Jan
Jasmine Jin Joanna John Jorge Josephine Joy Kamal Kasia Kate Kofi Laila Laura Leila Li Lucia Luis
Maeve Magda Marek Maria Martin Maryam Matteo Mei Michael Miriam Mohamed Moira Musa Nadia Nasreen
Neil Ngozi Niamh Nikhil Nina Noor Oliver Olu Omar Owen Patience Paul Pedro Peter Piotr Precious
Priya Rachel Rahim Rana Ravi Rhys Rosa Ruth Sadia Sam Sana Sarah Sergio Shanti Simon Siobhan Sofia
Stefan Sunita Tariq Tessa Thandi Thomas Tolu Uma Usman Victor Wanjiru Wei Yasmin Yusuf Zainab Zoe
"""
INITIALS = "ABCDEFGHIJKLMNOPRSTVWYZ"


def full_name(random: Random) -> str:
    """A given name and an initial, as people sign on a neighbourhood site."""
    return f"{random.choice(GIVEN.split())} {random.choice(INITIALS)}."
