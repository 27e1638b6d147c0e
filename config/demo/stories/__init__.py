"""The five municipalities' stories, told by the product's own actions through the gate. All households are invented.

Days are counted from today, so that the demonstration is always fresh; nothing is drawn by chance.
"""

from config.demo.stories.abiko import abiko
from config.demo.stories.consents import consents
from config.demo.stories.furano import furano
from config.demo.stories.kitakyushu import kitakyushu
from config.demo.stories.meeting import meeting
from config.demo.stories.networks import abiko_council, kitakyushu_network
from config.demo.stories.tamana import tamana
from config.demo.stories.toba import toba

STORIES = (tamana, kitakyushu, toba, abiko, furano, consents, meeting, kitakyushu_network, abiko_council)
