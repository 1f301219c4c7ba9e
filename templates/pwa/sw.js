self.DEVICE = JSON.parse("{{ told|escapejs }}");
{% for script in scripts %}importScripts("{{ script|escapejs }}");
{% endfor %}
