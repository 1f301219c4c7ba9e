def load_after_migrate(**k):
    pass
