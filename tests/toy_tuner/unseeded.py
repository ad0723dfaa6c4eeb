import toytune


def loss(point):
    return (point["x"] - 1) ** 2 + point["y"]


best, score = toytune.search(loss, {"x": (0, 4), "y": (0, 1)}, trials=8)
print(best, score)
